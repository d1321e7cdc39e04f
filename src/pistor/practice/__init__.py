"""What the clinic does and keeps."""
