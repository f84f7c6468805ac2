import unittest

from addresses import Address, Found
from plan import Service, View, plan
from wishes import wishes_of

HOST = Address('10.0.0.5', 24, 'eth0')
VIP = Address('10.0.0.100', 24, 'eth0')
NONE = Found(frozenset(), (HOST,))


def view(labels, assigned=True, running=None):
    service = Service('id', 'web', wishes_of('web', labels))
    return View((service,), frozenset(['id'] if assigned else []), {} if running is None else {'id': running})


class PlanTest(unittest.TestCase):
    def addresses(self, *arguments):
        return list(plan(*arguments).addresses.values())

    def test_an_address_comes_with_the_first_task_that_runs(self):
        labels = {'HIVE_VIP': '10.0.0.100'}
        self.assertEqual(self.addresses(view(labels), NONE), [])
        self.assertEqual(self.addresses(view(labels, running={}), NONE), [VIP])

    def test_it_stays_while_the_next_task_is_on_its_way(self):
        found = Found(frozenset([VIP]), (HOST,))
        self.assertEqual(self.addresses(view({'HIVE_VIP': '10.0.0.100'}), found), [VIP])

    def test_it_goes_as_soon_as_the_service_should_run_elsewhere(self):
        found = Found(frozenset([VIP]), (HOST,))
        self.assertEqual(self.addresses(view({'HIVE_VIP': '10.0.0.100'}, assigned=False, running={}), found), [])

    def test_it_goes_when_its_router_does_not_answer_and_is_asked_for_all_the_same(self):
        wanted = view({'HIVE_VIP': '10.0.0.100', 'HIVE_ROUTER': '10.0.0.1', 'HIVE_DNAT_PORTS': '80'}, running={4: 'c'})
        vips = frozenset(wanted.services[0].wishes.vips)
        result = plan(wanted, NONE, vips)
        self.assertEqual((result.addresses, result.rules, result.wished), ({}, (), vips))

    def test_an_interface_that_is_named_needs_no_address_of_its_own(self):
        labels = {'HIVE_VIP': '192.0.2.1/32@lo', 'HIVE_VIP_V6': '2001:db8::1/64@eth1'}
        self.assertEqual(
            self.addresses(view(labels, running={}), NONE),
            [Address('192.0.2.1', 32, 'lo'), Address('2001:db8::1', 64, 'eth1')])

    def test_an_address_nobody_has_a_place_for_is_told(self):
        self.assertEqual(plan(view({'HIVE_VIP': '192.0.2.1'}, running={}), NONE).problems, (
            'Service web: no interface has an address in the network of 192.0.2.1; say ADDRESS/PREFIX@INTERFACE.',))

    def test_rules_need_an_address_of_the_container_in_the_same_family(self):
        labels = {'HIVE_VIP_V6': '2001:db8::1/64@eth0', 'HIVE_DNAT_PORTS_V6': '80'}
        result = plan(view(labels, running={4: '172.18.0.3'}), NONE)
        self.assertEqual((result.rules, result.problems), ((), (
            'Service web: its container has no IPv6 address in docker_gwbridge, so there are no rules for 2001:db8::1.',
        )))

    def test_marks_are_those_of_services_that_should_run_here(self):
        self.assertEqual(plan(view({'HIVE_MARK': 'front'}), NONE).marks, {'front'})
        self.assertEqual(plan(view({'HIVE_MARK': 'front'}, assigned=False), NONE).marks, frozenset())
