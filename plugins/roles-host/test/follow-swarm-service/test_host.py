import unittest

from addresses import Address, Found, read_addresses
from announce import arp_frame, neighbour_advertisement
from marks import differences, marked

MAC = bytes.fromhex('02420ad47b04')


class AddressesTest(unittest.TestCase):
    def test_ours_are_told_from_others_by_their_metric(self):
        self.assertEqual(read_addresses("""[{"ifname": "lo", "addr_info": [
            {"family": "inet", "local": "127.0.0.1", "prefixlen": 8, "scope": "host"}]},
          {"ifname": "eth0", "addr_info": [{},
            {"family": "inet", "local": "10.0.0.5", "prefixlen": 24, "scope": "global"},
            {"family": "inet", "local": "10.0.0.100", "prefixlen": 24, "metric": 44100, "scope": "global"},
            {"family": "inet6", "local": "2001:db8::1", "prefixlen": 64, "metric": 44100, "scope": "global"},
            {"family": "inet6", "local": "2001:db8::2", "prefixlen": 64, "metric": 100, "scope": "global"},
            {"family": "inet6", "local": "fe80::1", "prefixlen": 64, "scope": "link"}]}]"""), Found(
            frozenset([Address('10.0.0.100', 24, 'eth0'), Address('2001:db8::1', 64, 'eth0')]),
            (Address('10.0.0.5', 24, 'eth0'), Address('2001:db8::2', 64, 'eth0'))))


class AnnounceTest(unittest.TestCase):
    def test_an_arp_frame_speaks_of_its_sender_to_everybody(self):
        self.assertEqual(arp_frame(2, '10.0.0.100', MAC).hex(), ''.join((
            'ffffffffffff', '02420ad47b04', '0806', '0001', '0800', '06', '04', '0002',
            '02420ad47b04', '0a000064', 'ffffffffffff', '0a000064')))

    def test_an_advertisement_overrides_what_neighbours_know(self):
        self.assertEqual(neighbour_advertisement('2001:db8::1', MAC).hex(), ''.join((
            '88', '00', '0000', '20000000', '20010db8000000000000000000000001', '02', '01', '02420ad47b04')))


class MarksTest(unittest.TestCase):
    def test_marks_are_added_and_remembered_beside_what_others_wrote(self):
        self.assertEqual(marked({'zone': 'a'}, {'front', 'back'}), {
            'zone': 'a', 'front': 'true', 'back': 'true', 'hive.marks': 'back,front'})

    def test_only_marks_that_are_remembered_are_taken_away(self):
        labels = {'zone': 'a', 'front': 'true', 'back': 'true', 'hive.marks': 'back,front'}
        self.assertEqual(marked(labels, {'back'}), {'zone': 'a', 'back': 'true', 'hive.marks': 'back'})
        self.assertEqual(marked(labels, set()), {'zone': 'a'})

    def test_a_group_of_the_inventory_with_the_name_of_a_mark_stays(self):
        labels = {'hives': 'true', 'hive.groups': 'hives', 'hive.marks': 'hives'}
        self.assertEqual(marked(labels, set()), {'hives': 'true', 'hive.groups': 'hives'})

    def test_differences_are_told_by_label(self):
        self.assertEqual(differences({'a': 'true', 'hive.marks': 'a'}, {'b': 'true', 'hive.marks': 'b'}), [
            'Node label a: removed', 'Node label b: true'])
