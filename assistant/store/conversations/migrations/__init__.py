"""What this store adds to the database's history, a file a revision."""
