"""Components of the pages: tokens and styles, fields, tables, badges, charts, and the two page skeletons."""
