"""The pages of dues: those of the office, and those of the members that pay."""
