import unittest

from wishes import Port, Vip, Wishes, wishes_of


class WishesTest(unittest.TestCase):
    def test_a_service_without_labels_wishes_nothing(self):
        self.assertTrue(wishes_of('web', {'HIVE_STANDALONE': 'False'}).is_empty)

    def test_labels_belong_together_by_number_and_family(self):
        self.assertEqual(wishes_of('web', {
            'HIVE_MARK': 'front',
            'HIVE_VIP': '192.0.2.10',
            'HIVE_DNAT_PORTS': '80, 443,53/udp',
            'HIVE_VIP0': ' 198.51.100.7/28@eth1.20 ',
            'HIVE_ROUTER0': '198.51.100.1',
            'HIVE_ENABLE_VIP_SNAT0': 'True',
            'HIVE_VIP5_V6': '2001:DB8:0::7',
            'HIVE_ROUTER5_V6': 'fe80::1',
            'HIVE_DNAT_PORTS5_V6': '25',
            'HIVE_ENABLE_VIP_SNAT': 'false',
        }), Wishes(
            marks=('front',),
            vips=(
                Vip('web', '192.0.2.10', None, None, None, (Port(80, 'tcp'), Port(443, 'tcp'), Port(53, 'udp')), False),
                Vip('web', '198.51.100.7', 28, 'eth1.20', '198.51.100.1', (), True),
                Vip('web', '2001:db8::7', None, None, 'fe80::1', (Port(25, 'tcp'),), False),
            ),
            problems=(),
        ))

    def test_what_is_not_understood_is_said_and_the_rest_goes_on(self):
        wishes = wishes_of('web', {
            'HIVE_VIP': 'web.example',
            'HIVE_VIP0': '192.0.2.300',
            'HIVE_VIP1': '192.0.2.1/33@eth0',
            'HIVE_VIP2': '192.0.2.2', 'HIVE_DNAT_PORTS2': '80,http',
            'HIVE_VIP3': '192.0.2.3', 'HIVE_DNAT_PORTS3': '65536',
            'HIVE_VIP4': '192.0.2.4', 'HIVE_ROUTER4': 'gateway',
            'HIVE_VIP_V6': '192.0.2.5',
            'HIVE_VIP5': '192.0.2.6',
        })
        self.assertEqual(wishes.problems, (
            'Service web: label HIVE_VIP should be ADDRESS or ADDRESS/PREFIX@INTERFACE, got "web.example".',
            'Service web: label HIVE_VIP0 should be an IPv4 address, got "192.0.2.300".',
            'Service web: label HIVE_VIP1 has the prefix 33, which no address has.',
            'Service web: label HIVE_DNAT_PORTS2 should list ports like "80,53/udp", got "http".',
            'Service web: label HIVE_DNAT_PORTS3 should list ports like "80,53/udp", got "65536".',
            'Service web: label HIVE_ROUTER4 should be an IPv4 address, got "gateway".',
            'Service web: label HIVE_VIP_V6 should be an IPv6 address, got "192.0.2.5".',
        ))
        self.assertEqual([vip.address for vip in wishes.vips], ['192.0.2.6'])
