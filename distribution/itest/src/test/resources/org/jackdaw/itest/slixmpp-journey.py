"""Romeo and Juliet with slixmpp, a client of another house: a line is printed for each thing that they see.

Called with the server's port and the file of its certificate. Ends with 1 and what went wrong at the first surprise.
"""

import asyncio
import sys
from datetime import datetime, timedelta, timezone

import slixmpp

PORT, CERTIFICATE = int(sys.argv[1]), sys.argv[2]
SERVER, ROMEO, JULIET = "localhost", "romeo@localhost", "juliet@localhost"
PATIENCE = 20


class Client(slixmpp.ClientXMPP):
    """A client that keeps what it receives until it is asked for."""

    def __init__(self, jid, password):
        super().__init__(jid, password)
        self.ca_certs = CERTIFICATE
        self.roster.auto_authorize = None
        self.roster.auto_subscribe = False
        for xep in "0012 0030 0045 0048 0049 0054 0060 0077 0084 0092 0115 0163 0191 0198 0199 0202 0203 0280 0313 0333 " \
                   "0352".split():
            self.register_plugin("xep_" + xep)
        # In-band registration would make the account at login; only the change of the password is wanted.
        self["xep_0077"].create_account = False
        self.seen = asyncio.Queue()
        for event in "session_start failed_all_auth disconnected message roster_update presence_available " \
                     "presence_away presence_unavailable presence_subscribe presence_subscribed presence_xa " \
                     "carbon_received carbon_sent blocked unblocked message_error avatar_metadata_publish " \
                     "marker_displayed stanza_acked session_resumed groupchat_message groupchat_invite " \
                     "groupchat_subject".split():
            self.add_event_handler(event, lambda stanza, event=event: self.seen.put_nowait((event, stanza)))

    async def sees(self, event, holds=lambda stanza: True):
        """Waits for an event with a stanza of which that holds, past all others, and returns the stanza."""
        while True:
            name, stanza = await asyncio.wait_for(self.seen.get(), PATIENCE)
            if name == event and holds(stanza):
                return stanza

    def seen_in_room(self, presence):
        self.seen.put_nowait(("room", presence))

    async def log_in(self):
        self.connect(("127.0.0.1", PORT))
        await self.sees("session_start")
        await self.get_roster()
        self.send_presence()
        return self

    async def log_out(self):
        self.disconnect()
        await self.sees("disconnected")

    async def settles(self):
        """Returns when everything has come that was sent to it before."""
        await self["xep_0199"].send_ping(SERVER)

    def contact(self, jid):
        item = self.client_roster[jid]
        return item["name"], item["groups"], item["subscription"]


def of(jid):
    return lambda stanza: stanza["from"].bare == jid


async def refuses_wrong_password():
    client = Client(ROMEO + "/orchard", "wrong")
    client.connect(("127.0.0.1", PORT))
    await client.sees("failed_all_auth")
    # slixmpp disconnects by itself then, and falls over its own feet if that is done already.
    if client.transport and not client.transport.is_closing():
        client.abort()
    print("refused: a wrong password")


async def discovers(romeo):
    info = (await romeo["xep_0030"].get_info(SERVER))["disco_info"]
    print("identity:", *sorted(f"{category}/{kind}" for category, kind, _, _ in info["identities"]))
    wanted = {"jabber:iq:last", "jabber:iq:version", "urn:xmpp:ping", "urn:xmpp:time", "msgoffline",
              "http://jabber.org/protocol/disco#info", "http://jabber.org/protocol/disco#items"}
    print("features missing:", *sorted(wanted - set(info["features"])))
    items = (await romeo["xep_0030"].get_items(SERVER))["disco_items"]["items"]
    print("items:", *sorted(jid for jid, _, _ in items))


async def befriends(romeo, juliet):
    await romeo.update_roster(JULIET, name="Juliet <3 €", groups=["Capulets", "Balcony & Co"])
    await romeo.sees("roster_update", lambda iq: JULIET in iq["roster"]["items"])
    name, groups, subscription = romeo.contact(JULIET)
    print("in the roster:", name, sorted(groups), subscription)
    for asking, asked in (romeo, juliet), (juliet, romeo):
        asking.send_presence_subscription(asked.boundjid.bare, ptype="subscribe")
        await asked.sees("presence_subscribe", of(asking.boundjid.bare))
        asked.send_presence_subscription(asking.boundjid.bare, ptype="subscribed")
        await asking.sees("presence_subscribed", of(asked.boundjid.bare))
        await asking.sees("presence_available", of(asked.boundjid.bare))
    for client in romeo, juliet:
        await client.get_roster()
    print("subscriptions:", romeo.contact(JULIET)[2], juliet.contact(ROMEO)[2])


async def shows_presence(romeo, juliet):
    juliet.send_presence(pshow="away", pstatus="à la fenêtre", ppriority=3)
    presence = await romeo.sees("presence_away")
    print("presence:", presence["from"], presence["show"], presence["status"], presence["priority"])


async def talks(romeo, juliet):
    for sender, recipient, body in (
        (romeo, juliet, "But soft, what <light/> & \"window\" 'breaks'? é€😀"),
        (juliet, romeo, "O Romeo]]> \t Ромео\nRomeo"),
    ):
        sender.send_message(recipient.boundjid.full, body, mtype="chat")
        message = await recipient.sees("message")
        print("message:", message["from"], message["type"], repr(message["body"]), message["body"] == body)


async def waits_for_juliet(romeo, juliet):
    await juliet.log_out()
    gone = await romeo.sees("presence_unavailable", of(JULIET))
    print("gone:", gone["from"])
    romeo.send_message(JULIET, "Wilt thou leave me so unsatisfied?", mtype="chat")
    await romeo["xep_0199"].send_ping(SERVER)
    juliet = await Client(JULIET + "/tomb", "a Rose by any other name").log_in()
    message = await juliet.sees("message")
    print("offline:", message["from"], message["body"], "delayed" if message["delay"]["stamp"] else "without delay",
          "by", message["delay"]["from"])
    return juliet


async def stores(romeo, juliet):
    bookmarks = romeo["xep_0048"].stanza.Bookmarks()
    bookmarks.add_conference("balcony@rooms.localhost", "romeo", autojoin=True)
    await romeo["xep_0048"].set_bookmarks(bookmarks, method="xep_0049")
    kept = (await romeo["xep_0048"].get_bookmarks(method="xep_0049"))["private"]["bookmarks"]["conferences"]
    print("private XML:", *(conference["jid"] for conference in kept))
    card = juliet["xep_0054"].make_vcard()
    card["FN"] = "Juliet Capulet è"
    await juliet["xep_0054"].publish_vcard(card)
    read = await romeo["xep_0054"].get_vcard(slixmpp.JID(JULIET), local=False, cached=False)
    print("vCard:", read["vcard_temp"]["FN"])


async def copies(romeo, juliet):
    chamber = await Client(JULIET + "/chamber", "a Rose by any other name").log_in()
    await chamber["xep_0280"].enable()
    romeo.send_message(juliet.boundjid.full, "I take thee at thy word", mtype="chat")
    received = (await chamber.sees("carbon_received"))["carbon_received"]
    juliet.send_message(romeo.boundjid.full, "What man art thou?", mtype="chat")
    sent = (await chamber.sees("carbon_sent"))["carbon_sent"]
    print("carbons:", received["from"], received["body"], "|", sent["to"], sent["body"])
    await chamber.log_out()
    await romeo.sees("presence_unavailable", of(JULIET))


async def remembers(romeo):
    archive = romeo["xep_0313"].iterate(with_jid=slixmpp.JID(JULIET), rsm={"max": 2})
    said = [result["mam_result"]["forwarded"]["stanza"] async for result in archive]
    for message in said:
        print("archive:", message["from"].bare, repr(message["body"]))


async def blocks(romeo, juliet):
    await juliet["xep_0191"].get_blocked()  # Who asks for the list is told of changes.
    await juliet["xep_0191"].block(ROMEO)
    await juliet.sees("blocked")
    print("blocked:", *(await juliet["xep_0191"].get_blocked())["blocklist"]["items"])
    print("gone:", (await romeo.sees("presence_unavailable", of(JULIET)))["from"])
    romeo.send_message(juliet.boundjid.full, "Hear me", mtype="chat")
    print("not heard:", (await romeo.sees("message_error"))["error"]["condition"])
    await juliet["xep_0191"].unblock(ROMEO)
    await juliet.sees("unblocked")
    print("back:", (await romeo.sees("presence_available", of(JULIET)))["from"])


async def looks_away(romeo, juliet):
    await juliet.settles()
    while not juliet.seen.empty():
        juliet.seen.get_nowait()
    juliet["xep_0352"].send_inactive()
    # Romeo's stream is another one: what he sends might be there first.
    await juliet.settles()
    for show in "away", "xa":
        romeo.send_presence(pshow=show)
    await romeo.settles()
    await juliet.settles()
    print("while nobody looks:", juliet.seen.qsize())
    juliet["xep_0352"].send_active()
    await juliet.settles()
    print("then:", *(name for name, _ in iter(lambda: None if juliet.seen.empty() else juliet.seen.get_nowait(), None)))


async def shows_avatar(romeo, juliet):
    romeo.send_presence()
    await romeo.settles()
    picture = b"\x89PNG\r\n\x1a\n"
    avatar = juliet["xep_0084"]
    await avatar.publish_avatar(picture)
    name = avatar.generate_id(picture)
    await avatar.publish_avatar_metadata({"id": name, "type": "image/png", "bytes": len(picture)})
    event = await romeo.sees("avatar_metadata_publish", of(JULIET))
    told = event["pubsub_event"]["items"]["item"]["avatar_metadata"]["items"][0]["id"]
    item = (await romeo["xep_0084"].retrieve_avatar(slixmpp.JID(JULIET), told))["pubsub"]["items"]["item"]
    print("avatar:", told == name, item["avatar_data"]["value"] == picture)


async def keeps_bookmarks(romeo):
    node, room = "urn:xmpp:bookmarks:1", "balcony@rooms.localhost"
    conference = slixmpp.xmlstream.ET.Element("{%s}conference" % node, {"autojoin": "true", "name": "Balcony"})
    options = romeo["xep_0004"].make_form("submit")
    options.add_field("FORM_TYPE", "hidden", value="http://jabber.org/protocol/pubsub#publish-options")
    for name, value in ("persist_items", "true"), ("max_items", "max"), ("access_model", "whitelist"), \
                       ("send_last_published_item", "never"):
        options.add_field("pubsub#" + name, value=value)
    own = slixmpp.JID(ROMEO)
    await romeo["xep_0060"].publish(own, node, id=room, payload=conference, options=options)
    for item in (await romeo["xep_0060"].get_items(own, node))["pubsub"]["items"]:
        print("bookmark:", item["id"], item["payload"].get("name"))


async def meet(romeo, juliet):
    """In a room that Romeo makes (XEP-0045)."""
    room = "verona@conference.localhost"
    muc, hers = romeo["xep_0045"], juliet["xep_0045"]
    muc.join_muc(room, "Montague")
    await romeo.sees("presence_available", of(room))
    form = await muc.get_room_config(room)
    print("room options:", len(form.get_fields()) > 20)
    form.set_values({"muc#roomconfig_roomname": "Verona", "muc#roomconfig_changesubject": True})
    await muc.set_room_config(room, form)
    romeo.send_message(room, "two households", mtype="groupchat")
    await romeo.sees("groupchat_message", lambda stanza: stanza["body"] == "two households")
    muc.invite(room, JULIET, reason="a feast")
    invitation = await juliet.sees("groupchat_invite")
    print("invited to:", invitation["from"])
    hers.join_muc(room, "Capulet")
    await juliet.sees("groupchat_subject", lambda stanza: stanza["from"].bare == room)
    juliet.send_message(room, "My only love", mtype="groupchat")
    for client in romeo, juliet:
        heard = await client.sees("groupchat_message", lambda stanza: stanza["body"] == "My only love")
        print("heard in the room:", heard["from"])
    hers.set_subject(room, "Star-cross'd")
    subject = await romeo.sees("groupchat_subject", lambda stanza: stanza["subject"] == "Star-cross'd")
    print("subject by:", subject["from"])
    print("in the room:", *sorted(muc.get_roster(room)))
    juliet.add_event_handler("muc::%s::self-presence" % room, juliet.seen_in_room)
    await muc.set_role(room, "Capulet", "none", reason="the feast is over")
    gone = await juliet.sees("room", lambda stanza: stanza["type"] == "unavailable")
    print("kicked:", 307 in gone["muc"]["status_codes"])
    muc.leave_muc(room, "Montague")
    await romeo.settles()
    try:
        await juliet["xep_0030"].get_info(room)
    except slixmpp.exceptions.IqError as error:
        print("without them there is no room:", error.condition)


async def marks(romeo, juliet):
    message = romeo.make_message(juliet.boundjid.full, "Art thou gone so?", mtype="chat")
    message.send()
    await juliet.sees("message", lambda stanza: stanza["body"] == "Art thou gone so?")
    juliet["xep_0333"].send_marker(romeo.boundjid, message["id"], "displayed")
    print("displayed:", (await romeo.sees("marker_displayed"))["displayed"]["id"] == message["id"])


async def comes_back(romeo, juliet):
    juliet.send_message(romeo.boundjid.full, "Stay but a little", mtype="chat")
    await juliet.settles()  # slixmpp sends a request for acknowledgement before what waits for its filters.
    juliet["xep_0198"].request_ack()
    acked = await juliet.sees("stanza_acked", lambda stanza: stanza.name == "message"
                              and stanza["body"] == "Stay but a little")
    print("acknowledged:", acked["body"])
    await romeo.sees("message", lambda stanza: stanza["body"] == "Stay but a little")
    romeo.abort()
    await romeo.sees("disconnected")
    juliet.send_message(romeo.boundjid.full, "I will come again", mtype="chat")
    await juliet.settles()
    romeo.connect(("127.0.0.1", PORT))
    await romeo.sees("session_resumed")
    print("resumed:", romeo.boundjid, (await romeo.sees("message"))["body"])


async def asks(romeo):
    version = (await romeo["xep_0092"].get_version(SERVER))["software_version"]
    print("version:", version["name"])
    time = (await romeo["xep_0202"].get_entity_time(SERVER))["entity_time"]
    # time["utc"] of slixmpp 1.8.3 puts a second Z behind the one that XEP-0082 demands, and fails over it.
    now = datetime.fromisoformat(time.xml.findtext("{urn:xmpp:time}utc"))
    print("right time:", abs(datetime.now(timezone.utc) - now) < timedelta(minutes=1))
    last = (await romeo["xep_0012"].get_last_activity(slixmpp.JID(SERVER)))["last_activity"]
    print("up for less than an hour:", 0 <= last["seconds"] < 3600)
    print("ping:", await romeo["xep_0199"].ping(SERVER) < PATIENCE)


async def changes_password(romeo):
    await romeo["xep_0077"].change_password("a new vow", jid=SERVER)
    await romeo.log_out()
    again = await Client(ROMEO + "/mantua", "a new vow").log_in()
    print("new password:", again.boundjid)
    await again.log_out()


async def journey():
    await refuses_wrong_password()
    romeo = await Client(ROMEO + "/orchard", "neither fair saint").log_in()
    juliet = await Client(JULIET + "/balcony", "a Rose by any other name").log_in()
    for client in romeo, juliet:
        print("logged in:", client.boundjid, client.transport.get_extra_info("cipher")[1])
    await discovers(romeo)
    await befriends(romeo, juliet)
    await shows_presence(romeo, juliet)
    await talks(romeo, juliet)
    juliet = await waits_for_juliet(romeo, juliet)
    await stores(romeo, juliet)
    await copies(romeo, juliet)
    await remembers(romeo)
    await blocks(romeo, juliet)
    await looks_away(romeo, juliet)
    await shows_avatar(romeo, juliet)
    await keeps_bookmarks(romeo)
    await meet(romeo, juliet)
    await marks(romeo, juliet)
    await comes_back(romeo, juliet)
    await asks(romeo)
    await changes_password(romeo)
    await juliet.log_out()
    print("done")


asyncio.get_event_loop().run_until_complete(journey())
