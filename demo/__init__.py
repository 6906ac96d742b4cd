"""The calls that the product carries: dialogues, the voices that speak them, the line they go through."""
