"""The adapter for the public release: its files, its names, its LoRA. Nothing else knows them."""
