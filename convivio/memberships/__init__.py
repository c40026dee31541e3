"""How an organisation becomes a member of a cluster, is suspended, leaves and comes back."""
