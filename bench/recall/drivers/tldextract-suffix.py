"""Host names of very many labels."""
from tldextract import TLDExtract

extract = TLDExtract(cache_dir=None, suffix_list_urls=())
for last in ("example.co.uk", "example.com", "example.unknown"):
    result = extract("a." * 3000 + last)
    print(len(result.subdomain), result.domain, result.suffix)
