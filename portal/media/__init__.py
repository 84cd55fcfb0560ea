"""Files as rows: the bytes under their SHA-256 in the storage, who brought them, the light previews made of them."""
