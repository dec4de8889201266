"""The same few events come again and again."""
from soco.events_base import parse_event_xml

EVENT = """<e:propertyset xmlns:e="urn:schemas-upnp-org:event-1-0">
  <e:property><ZoneName>Room {0}</ZoneName></e:property>
  <e:property><Icon>x-rincon-roomicon:living</Icon></e:property>
  <e:property><Invisible>{0}</Invisible></e:property>
  <e:property><SerialNum>{0}</SerialNum></e:property>
</e:propertyset>"""
total = 0
for turn in range(3_000):
    for room in range(8):
        event = parse_event_xml(EVENT.format(room))
        total += len(event)
print(total, event["zone_name"])
