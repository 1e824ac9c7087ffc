"""The steps of an import, each a part of the page: files, columns, dates, values, the check, the import itself."""
