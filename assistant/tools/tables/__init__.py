"""Tables that people bring: read, bounded, matched with the columns that a demo needs, and kept by their names."""

from assistant.tools.tables.reading import (
    LARGEST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    SUFFIXES,
    columns_at,
    read_table,
    table_at,
)
from assistant.tools.tables.shelf import Tables, TableShelf, no_tables
from assistant.tools.tables.table import UNCOMPUTED, Column, DataTable, MissingColumnsError, TableError

__all__ = [
    "LARGEST_BYTES",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "SUFFIXES",
    "UNCOMPUTED",
    "Column",
    "DataTable",
    "MissingColumnsError",
    "TableError",
    "TableShelf",
    "Tables",
    "columns_at",
    "no_tables",
    "read_table",
    "table_at",
]
