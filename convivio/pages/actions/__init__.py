"""What an office does with its public pages."""
