"""Other tools' ways in to newslint; each module can be imported alone."""
