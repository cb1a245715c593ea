"""list.py: prints every message, newest first, page after page."""

from urllib.parse import urlencode

from handset import call

cursor = None
while True:
    query = {"limit": 2, **({"cursor": cursor} if cursor else {})}
    page = call("GET", f"/messages?{urlencode(query)}")
    for message in page["data"]:
        print(message["id"], message["status"])
    cursor = page["next_cursor"]
    if cursor is None:
        break
