"""The pages: of those who apply, of the office and the board, of a member."""
