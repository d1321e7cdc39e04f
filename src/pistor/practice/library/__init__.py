"""The knowledge release the organisation adopted, and the rows it states differently."""
