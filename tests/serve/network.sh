#!/bin/sh
# A network of its own, with a phone in it: addresses that come while the desk runs, and who is near. Needs to be allowed to make
# network namespaces; says so where it is not. network.sh AMENDS
set -u
if [ "${2-}" != inside ]; then
    amends=$(realpath "$1")
    for how in -n -rn; do
        if unshare $how sh -c 'ip link add lan0 type veth peer name phone0' 2>/dev/null; then
            exec unshare $how sh "$0" "$amends" inside
        fi
    done
    echo "serve-network: SKIPPED, no network namespaces here"
    exit 0
fi
amends=$1 passed=0 failed=0 server='' phone=''
folder=$(mktemp -d)
trap 'kill $server $phone 2>/dev/null; wait; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM HUP
cd "$folder" || exit 1

check() { # check WHAT COMMAND...
    what=$1
    shift
    if "$@" >out 2>&1; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "serve-network: $what" && cat out said log
    fi
}
soon() { # soon COMMAND...: within five seconds
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
        "$@" && return 0
        sleep 0.2
    done
    return 1
}
answers() { # answers STATUS OPTION...: what curl is answered, from the phone
    wanted=$1
    shift
    [ "$(nsenter -t "$phone" -n curl -sS -m 5 -o answer -w '%{http_code}' "$@")" = "$wanted" ]
}

unshare -n sleep 60 &
phone=$!
soon sh -c "[ \"\$(readlink /proc/$phone/ns/net)\" != \"\$(readlink /proc/self/ns/net)\" ]"
ip link set lo up
ip link add lan0 type veth peer name phone0
ip link set phone0 netns $phone
ip addr add 192.168.1.5/24 dev lan0
ip link set lan0 up
ip route add 203.0.113.5/32 dev lan0
nsenter -t $phone -n sh -c 'ip link set lo up && ip addr add 192.168.1.77/24 dev phone0 && ip addr add 203.0.113.5/32 dev phone0 &&
    ip link set phone0 up && ip route add default via 192.168.1.5'

AMENDS_CONFIG="" "$amends" serve --data data --lan >said 2>log &
server=$!
check "it listens" soon grep -q 'info listening' log
check "it says the address of the network" grep -q '^amends: listening on .*: https://192.168.1.5:8443$' said
check "and where devices join" grep -q '^amends: phones and other devices join at http://192.168.1.5:8080$' said
check "a phone of the network is answered" answers 200 --interface 192.168.1.77 http://192.168.1.5:8080/
check "and gets the certificate" answers 200 --interface 192.168.1.77 http://192.168.1.5:8080/amends-ca.pem
cp answer ca.pem
check "an address of elsewhere is not" answers 403 --interface 203.0.113.5 http://192.168.1.5:8080/
check "nor gets it the certificate" answers 403 --interface 203.0.113.5 http://192.168.1.5:8080/amends-ca.pem
check "the phone trusts the desk" answers 200 --cacert ca.pem https://192.168.1.5:8443/healthz

ip addr add 10.77.0.1/24 dev lan0
ip addr add 198.51.100.9/24 dev lan0
kill -HUP $server
check "a new address is seen" soon grep -q 'info certificate shown=' log
check "and trusted" answers 200 --cacert ca.pem https://10.77.0.1:8443/healthz
check "the one before too" answers 200 --cacert ca.pem https://192.168.1.5:8443/healthz
check "but none that the authority was not made for" sh -c "! nsenter -t $phone -n curl -sS -m 5 --cacert ca.pem https://198.51.100.9:8443/healthz"
check "the page leads to where it was asked for" answers 200 http://10.77.0.1:8080/
check "by TLS" grep -q 'data-desk="https://10.77.0.1:8443"' answer
kill -TERM $server
wait $server
check "it stops" [ $? -eq 0 ]
server=''
echo "serve-network: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
