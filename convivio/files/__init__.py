"""Files: what people upload, judged by its bytes, kept once, and given by links that end.

A room above says what its files are about and who may read them; here they are looked at, written to disk,
counted, removed, brought back and swept.
"""
