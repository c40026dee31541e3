"""What people do with dues: rules, notices, payments, the bank's file, reminders; one transaction each."""
