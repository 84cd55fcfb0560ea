"""Design competitions: rules as data, entries that lose nothing, a blind jury, a result that anyone can recompute."""
