"""What people decide about their own data: who sees it, what they agreed to, a copy of it, its erasure."""
