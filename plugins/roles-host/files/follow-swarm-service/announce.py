"""Tells the neighbours that an address is here now, so that they forget where it was."""
import ipaddress
import socket
import struct

EVERYBODY = b'\xff' * 6


def announce(address):
    mac = _mac(address.interface)
    if address.version == 4:
        _gratuitous_arp(address, mac)
    else:
        _unsolicited_advertisement(address, mac)


def arp_frame(operation, address, mac):
    """An Ethernet frame in which the owner of an address speaks of itself (RFC 5227): 1 asks, 2 answers."""
    packed = ipaddress.ip_address(address).packed
    header = struct.pack('!6s6sH', EVERYBODY, mac, 0x0806)
    return header + struct.pack('!HHBBH6s4s6s4s', 1, 0x0800, 6, 4, operation, mac, packed, EVERYBODY, packed)


def neighbour_advertisement(address, mac):
    """ICMPv6 136 with the flag that overrides what is known (RFC 4861, 7.2.6); the kernel puts the checksum in."""
    packed = ipaddress.ip_address(address).packed
    return struct.pack('!BBHI16sBB6s', 136, 0, 0, 0x20000000, packed, 2, 1, mac)


def _gratuitous_arp(address, mac):
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806)) as sender:
        sender.bind((address.interface, 0))
        # Some listen to questions only, some to answers only.
        for operation in (1, 2):
            sender.send(arp_frame(operation, address.address, mac))


def _unsolicited_advertisement(address, mac):
    index = socket.if_nametoindex(address.interface)
    with socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) as sender:
        sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
        # Neighbours take nothing that was routed.
        sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
        sender.bind((address.address, 0, 0, 0))
        sender.sendto(neighbour_advertisement(address.address, mac), ('ff02::1', 0, 0, index))


def _mac(interface):
    with open('/sys/class/net/%s/address' % interface) as file:
        return bytes.fromhex(file.read().strip().replace(':', ''))
