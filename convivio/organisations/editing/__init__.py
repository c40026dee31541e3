"""How an organisation keeps its profile: facts, numbers, places, what it belongs to, its logo; each confirmed on a day."""
