"""Moving in: organisations, people, mandates, dues and contacts from one workbook; first shown, then all or nothing."""
