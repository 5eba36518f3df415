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
        for xep in "0012 0030 0048 0049 0054 0077 0092 0199 0202 0203".split():
            self.register_plugin("xep_" + xep)
        # In-band registration would make the account at login; only the change of the password is wanted.
        self["xep_0077"].create_account = False
        self.seen = asyncio.Queue()
        for event in "session_start failed_all_auth disconnected message roster_update presence_available " \
                     "presence_away presence_unavailable presence_subscribe presence_subscribed".split():
            self.add_event_handler(event, lambda stanza, event=event: self.seen.put_nowait((event, stanza)))

    async def sees(self, event, holds=lambda stanza: True):
        """Waits for an event with a stanza of which that holds, past all others, and returns the stanza."""
        while True:
            name, stanza = await asyncio.wait_for(self.seen.get(), PATIENCE)
            if name == event and holds(stanza):
                return stanza

    async def log_in(self):
        self.connect(("127.0.0.1", PORT))
        await self.sees("session_start")
        await self.get_roster()
        self.send_presence()
        return self

    async def log_out(self):
        self.disconnect()
        await self.sees("disconnected")

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
    await asks(romeo)
    await changes_password(romeo)
    await juliet.log_out()
    print("done")


asyncio.get_event_loop().run_until_complete(journey())
