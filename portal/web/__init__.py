"""The HTTP shell. It knows no domain: page, guard, settle, door, form, asset, language, compress, problem."""
