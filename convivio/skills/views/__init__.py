"""The pages of skills: the list, one skill, an organisation's own, the words of the vocabulary, the gaps."""
