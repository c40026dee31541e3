"""How pages look and are guarded: base templates, styles, policies, middleware."""
