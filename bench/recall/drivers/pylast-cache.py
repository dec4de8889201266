"""Hundreds of requests, of which each is asked for twice through a cache on the disk."""
import os
import tempfile

from pylast import LastFMNetwork, _Request

with tempfile.TemporaryDirectory() as folder:
    network = LastFMNetwork(api_key="key")
    network.enable_caching(os.path.join(folder, "cache"))
    hits = 0
    for turn in range(2):
        for number in range(3500):
            request = _Request(network, "artist.getInfo", {"artist": f"artist {number}"})
            if request._is_cached():
                hits += 1
            else:
                request.cache.set_xml(request._get_cache_key(), f"<artist>{number}</artist>")
    print(hits, request.cache.get_xml(request._get_cache_key()))
    request.cache.shelf.close()
