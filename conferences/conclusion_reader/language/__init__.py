"""What the reader knows about the language of conclusions: data to extend, no logic.

Everything is in folded form (`dialogue_tracker.vietnamese.fold`): lower case, NFC, the tone mark as in "hòa",
"ủy". The entries are regular expressions, matched against folded text with single spaces; " | " or a line end
parts them.
"""
