import unittest

from routers import Routers
from wishes import wishes_of

VIP = wishes_of('web', {'HIVE_VIP': '10.0.0.100', 'HIVE_ROUTER': '10.0.0.1'}).vips[0]
ALONE = wishes_of('web', {'HIVE_VIP': '10.0.0.100'}).vips[0]


class RoutersTest(unittest.TestCase):
    def setUp(self):
        self.asked, self.lines, self.announced, self.is_up = 0, [], [], False
        self.routers = Routers(self.lines.append, self.answer)

    def answer(self, vip):
        self.asked += 1
        return self.is_up

    def ask(self, now, vip=VIP):
        return self.routers.ask([vip], now, self.announced.append)

    def test_an_address_without_router_is_never_asked_for(self):
        self.assertFalse(self.ask(0, ALONE))
        self.assertEqual(self.asked, 0)

    def test_a_router_that_answered_is_not_asked_again(self):
        self.is_up = True
        self.ask(0)
        self.ask(100)
        self.assertEqual((self.asked, self.lines), (1, ['Service web: router 10.0.0.1 answers to 10.0.0.100.']))

    def test_five_tries_ten_seconds_apart_then_the_address_goes_for_five_minutes(self):
        results = [self.ask(now) for now in range(0, 45, 5)]
        self.assertEqual((results, self.asked), ([False] * 8 + [True], 5))
        self.assertEqual(self.announced, [VIP] * 4)
        self.assertEqual(self.lines[3:], [
            'Service web: router 10.0.0.1 did not answer to 10.0.0.100 (4 of 5): asked again in 10 s.',
            'Service web: router 10.0.0.1 did not answer to 10.0.0.100 (5 of 5): taken away again for 300 s.',
        ])
        self.assertEqual([self.routers.withdrawn(now) for now in (41, 339, 340)], [{VIP}, {VIP}, frozenset()])

    def test_a_service_that_comes_back_begins_anew(self):
        for now in range(0, 45, 5):
            self.ask(now)
        self.routers.forget(frozenset())
        self.assertEqual(self.routers.withdrawn(50), frozenset())
        self.ask(50)
        self.assertEqual(self.asked, 6)
