"""The text before the first part of an upload is long, and arrives in small pieces."""
from werkzeug.sansio.multipart import MultipartDecoder, NeedData

decoder = MultipartDecoder(b"boundary")
body = b"some text that is not a part\r\n" * 5000 + b"--boundary\r\n"
body += b'Content-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--boundary--\r\n'
seen = []
for start in range(0, len(body), 512):
    decoder.receive_data(body[start : start + 512])
    event = decoder.next_event()
    while not isinstance(event, NeedData) and type(event).__name__ != "Epilogue":
        seen.append((type(event).__name__, len(getattr(event, "data", b""))))
        event = decoder.next_event()
print(seen)
