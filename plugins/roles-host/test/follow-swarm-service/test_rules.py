import unittest

from rules import Found, changes, read_rules, vip_rules
from wishes import wishes_of

WEB = wishes_of('web', {'HIVE_VIP': '10.0.0.100', 'HIVE_DNAT_PORTS': '80,53/udp', 'HIVE_ENABLE_VIP_SNAT': 'true'}).vips[0]
RULES = vip_rules(WEB, 'eth0', '172.18.0.3')

EMPTY = """*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A DOCKER-USER -j RETURN
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 172.18.0.0/16 ! -o docker_gwbridge -j MASQUERADE
COMMIT
"""

FULL = """*filter
:FORWARD DROP [0:0]
:DOCKER-USER - [0:0]
:HIVE-VIP-FORWARD - [0:0]
-A FORWARD -j DOCKER-USER
-A DOCKER-USER -j HIVE-VIP-FORWARD
-A DOCKER-USER -j RETURN
-A HIVE-VIP-FORWARD -d 172.18.0.3/32 -m comment --comment "service web: 10.0.0.100 tcp/80 to 172.18.0.3" -j ACCEPT
-A HIVE-VIP-FORWARD -d 172.18.0.3/32 -m comment --comment "service web: 10.0.0.100 udp/53 to 172.18.0.3" -j ACCEPT
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:HIVE-VIP-DNAT - [0:0]
:HIVE-VIP-SNAT - [0:0]
-A PREROUTING -j HIVE-VIP-DNAT
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A OUTPUT -j HIVE-VIP-DNAT
-A POSTROUTING -j HIVE-VIP-SNAT
-A POSTROUTING -s 172.18.0.0/16 ! -o docker_gwbridge -j MASQUERADE
-A HIVE-VIP-DNAT -m comment --comment "service web: 10.0.0.100 tcp/80 to 172.18.0.3" -j DNAT --to-destination 172.18.0.3:80
-A HIVE-VIP-DNAT -m comment --comment "service web: 10.0.0.100 udp/53 to 172.18.0.3" -j DNAT --to-destination 172.18.0.3:53
-A HIVE-VIP-SNAT -m comment --comment "service web: from 172.18.0.3 out of eth0 as 10.0.0.100" -j SNAT --to-source 10.0.0.100
COMMIT
"""


class RulesTest(unittest.TestCase):
    maxDiff = None

    def test_everything_is_made_where_nothing_is(self):
        self.assertEqual(changes(RULES, read_rules(EMPTY)), """*nat
:HIVE-VIP-DNAT - [0:0]
-A HIVE-VIP-DNAT -d 10.0.0.100/32 -p tcp -m tcp --dport 80 -m comment --comment "service web: 10.0.0.100 tcp/80 to 172.18.0.3" -j DNAT --to-destination 172.18.0.3:80
-A HIVE-VIP-DNAT -d 10.0.0.100/32 -p udp -m udp --dport 53 -m comment --comment "service web: 10.0.0.100 udp/53 to 172.18.0.3" -j DNAT --to-destination 172.18.0.3:53
-I PREROUTING 1 -j HIVE-VIP-DNAT
-I OUTPUT 1 -j HIVE-VIP-DNAT
:HIVE-VIP-SNAT - [0:0]
-A HIVE-VIP-SNAT -s 172.18.0.3/32 -o eth0 -m comment --comment "service web: from 172.18.0.3 out of eth0 as 10.0.0.100" -j SNAT --to-source 10.0.0.100
-I POSTROUTING 1 -j HIVE-VIP-SNAT
COMMIT
*filter
:HIVE-VIP-FORWARD - [0:0]
-A HIVE-VIP-FORWARD -d 172.18.0.3/32 -p tcp -m tcp --dport 80 -m conntrack --ctstate DNAT --ctorigdst 10.0.0.100 -m comment --comment "service web: 10.0.0.100 tcp/80 to 172.18.0.3" -j ACCEPT
-A HIVE-VIP-FORWARD -d 172.18.0.3/32 -p udp -m udp --dport 53 -m conntrack --ctstate DNAT --ctorigdst 10.0.0.100 -m comment --comment "service web: 10.0.0.100 udp/53 to 172.18.0.3" -j ACCEPT
-I DOCKER-USER 1 -j HIVE-VIP-FORWARD
COMMIT
""")

    def test_nothing_is_done_where_all_is_right(self):
        self.assertEqual(changes(RULES, read_rules(FULL)), '')
        self.assertEqual(changes([], read_rules(EMPTY)), '')

    def test_a_container_that_got_another_address_gets_other_rules_and_jumps_stay(self):
        moved = changes(vip_rules(WEB, 'eth0', '172.18.0.9'), read_rules(FULL))
        self.assertNotIn('PREROUTING', moved)
        self.assertEqual(moved.count('172.18.0.9:'), 2)

    def test_jumps_that_others_pushed_down_or_doubled_come_first_again(self):
        pushed = FULL.replace(
            '-A POSTROUTING -j HIVE-VIP-SNAT\n', '-A POSTROUTING -j MASQUERADE\n-A POSTROUTING -j HIVE-VIP-SNAT\n')
        doubled = pushed.replace('-A OUTPUT -j HIVE-VIP-DNAT\n', '-A OUTPUT -j HIVE-VIP-DNAT\n' * 2)
        self.assertEqual(changes(RULES, read_rules(doubled)), """*nat
-D OUTPUT -j HIVE-VIP-DNAT
-D OUTPUT -j HIVE-VIP-DNAT
-I OUTPUT 1 -j HIVE-VIP-DNAT
-D POSTROUTING -j HIVE-VIP-SNAT
-I POSTROUTING 1 -j HIVE-VIP-SNAT
COMMIT
""")

    def test_nothing_is_left_when_nothing_is_wanted(self):
        self.assertEqual(changes([], read_rules(FULL)), """*nat
-D PREROUTING -j HIVE-VIP-DNAT
-D OUTPUT -j HIVE-VIP-DNAT
-F HIVE-VIP-DNAT
-X HIVE-VIP-DNAT
-D POSTROUTING -j HIVE-VIP-SNAT
-F HIVE-VIP-SNAT
-X HIVE-VIP-SNAT
COMMIT
*filter
-D DOCKER-USER -j HIVE-VIP-FORWARD
-F HIVE-VIP-FORWARD
-X HIVE-VIP-FORWARD
COMMIT
""")

    def test_without_docker_the_forward_chain_itself_jumps_there(self):
        self.assertIn('-I FORWARD 1 -j HIVE-VIP-FORWARD\n', changes(RULES, {}))

    def test_rules_of_ipv6_are_spelt_their_way(self):
        vip = wishes_of('web', {'HIVE_VIP_V6': '2001:db8::1', 'HIVE_DNAT_PORTS_V6': '80'}).vips[0]
        dnat, forward = vip_rules(vip, 'eth0', 'fd01::3')
        self.assertEqual(
            (dnat.version, dnat.match, dnat.target),
            (6, '-d 2001:db8::1/128 -p tcp -m tcp --dport 80', 'DNAT --to-destination [fd01::3]:80'))
        self.assertEqual(
            forward.match, '-d fd01::3/128 -p tcp -m tcp --dport 80 -m conntrack --ctstate DNAT --ctorigdst 2001:db8::1')
