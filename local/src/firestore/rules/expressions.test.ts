import { describe, expect, test } from "vitest";
import { evaluate } from "./testing/plain-rules.ts";
import { DATA } from "./testing/sample-document.ts";

const d = "resource.data";

function trueOf(group: string, conditions: string[]) {
  describe(group, () => {
    test.each(conditions)("%s", (condition) => {
      expect(evaluate(condition, DATA)).toBe(true);
      expect(evaluate(`!(${condition})`, DATA)).toBe(false);
    });
  });
}

trueOf("operators bind as documented", [
  "1 + 2 * 3 == 7",
  "(1 + 2) * 3 == 9",
  "10 - 3 - 2 == 5",
  "7 / 2 == 3",
  "-7 / 2 == -3",
  "7 % 4 == 3",
  "7.0 / 2 == 3.5",
  "1 + 1.5 == 2.5",
  "-9223372036854775808 < 0",
  "1. == 1 && .5 == 0.5",
  "'a' == 'a' in [true]",
  "1 + 1 is int",
  "'a' in ['a'] && 1 == 2 in [false]",
  "1 < 2 == true",
  "true || false && false",
  "!false && true",
  "1 < 2 ? 'a' == 'a' : false",
  "(false ? 1 : true ? 2 : 3) == 2",
  "-(2 + 3) == -5",
  "'a' + 'b' == \"ab\"",
  "1 /* one */ == 1 // and a comment\n",
]);

trueOf("equality crosses integers and floats and no other types", [
  "1 == 1.0",
  "9007199254740993 != 9007199254740992.0",
  `${d}.count == ${d}.whole`,
  "'1' != 1",
  "null == null",
  `${d}.nothing == null`,
  "[1, 'a', [2.0]] == [1.0, 'a', [2]]",
  "{'a': 1, 'b': {'c': 2}} == {'b': {'c': 2}, 'a': 1.0}",
  "{'a': 1} != {'a': 1, 'b': 2}",
  "[1, 2].toSet() == [2, 1, 1].toSet()",
  "[1] != [1].toSet()",
  "b'hi' == b\"hi\"",
  `${d}.blob == b'hi'`,
  `${d}.notANumber != ${d}.notANumber`,
]);

trueOf("comparisons", [
  "1 < 1.5",
  "'a' < 'b'",
  "'\\uffff' < '\\U0001F600'",
  "b'a' < b'b'",
  `${d}.at < request.time`,
  "duration.value(1, 'm') > duration.value(59, 's')",
  "1.0 >= 1",
]);

trueOf("types", [
  `${d}.count is int && ${d}.count is number && !(${d}.count is float)`,
  `${d}.whole is float && ${d}.whole is number && !(${d}.whole is int)`,
  `${d}.text is string`,
  `${d}.yes is bool`,
  `${d}.tags is list && !(${d}.tags is set)`,
  `${d}.tags.toSet() is set`,
  `${d}.nested is map`,
  `${d}.at is timestamp && (${d}.at - ${d}.at) is duration`,
  `${d}.place is latlng`,
  `${d}.blob is bytes`,
  `${d}.friend is path && request.path is path`,
  `${d}.diff({}) is map_diff`,
  `!(${d}.nothing is string)`,
]);

trueOf("strings", [
  `${d}.text.size() == 12`,
  "'😀'.size() == 1",
  `${d}.text[0] == 'H' && ${d}.text[7:9] == 'Wö'`,
  "'abc'.upper() == 'ABC' && 'ABC'.lower() == 'abc'",
  "'  a '.trim() == 'a'",
  "'a,b;c'.split('[,;]') == ['a', 'b', 'c']",
  "'a--b'.split('-') == ['a', '', 'b']",
  "'a1b22'.replace('[0-9]+', '$1') == 'a$1b$1'",
  "'hi'.toUtf8() == b'hi'",
  "'ab@example.com'.matches('[a-z]+@example[.]com')",
  "!'xab'.matches('ab')",
  "'a\\nb' != 'a b' && 'it\\'s' == \"it's\" && '\\u0041' == 'A'",
]);

trueOf("lists and sets", [
  `'red' in ${d}.tags && !('blue' in ${d}.tags)`,
  `2.0 in ${d}.numbers`,
  `${d}.tags[1] == 'green' && ${d}.numbers[1:3] == [2, 3]`,
  `${d}.numbers[1:] == [2, 3] && ${d}.numbers[:1] == [1] && ${d}.numbers[:] == ${d}.numbers`,
  `${d}.tags.hasAll(['red']) && !${d}.tags.hasAll(['red', 'blue'])`,
  `${d}.tags.hasAny(['blue', 'green']) && !${d}.tags.hasAny(['blue'])`,
  `${d}.tags.hasOnly(['red', 'green', 'blue']) && !${d}.tags.hasOnly(['red'])`,
  "[].hasOnly([]) && [].hasAll([]) && ![].hasAny([])",
  "[1].concat([2]) == [1, 2]",
  "[1, 'a', true].join('-') == '1-a-true'",
  "[1, 2, 1].removeAll([1]) == [2]",
  "[1, 1, 2].toSet().size() == 2",
  "['a'].toSet().union(['b'].toSet()) == ['a', 'b'].toSet()",
  "['a', 'b'].toSet().intersection(['b'].toSet()) == ['b'].toSet()",
  "['a', 'b'].toSet().difference(['b'].toSet()) == ['a'].toSet()",
  "['a', 'b'].toSet().hasAll(['a']) && ['a'].toSet().hasOnly(['a', 'b'])",
  "'a' in ['a'].toSet()",
  "[1, 1.0, '1', true, 'true', null, 'null', 1.5].toSet().size() == 7",
  "[[1], [1.0], {'a': 1}].toSet().size() == 2 && [[1]].hasAll([[1.0]]) && [1.0].hasOnly([1])",
  "!['n1', 'true', 's1'].hasAny([1, true, '1'])",
]);

trueOf("maps", [
  `'count' in ${d} && !('absent' in ${d})`,
  `${d}.nested.a.b == 'deep' && ${d}['nested']['a']['b'] == 'deep'`,
  `${d}.nested.list[0].k == 1`,
  "{'b': 1, 'a': 2}.keys().hasOnly(['a', 'b']) && {'a': 2}.values() == [2]",
  "{'a': 1}.size() == 1",
  `${d}.get('count', 0) == 5 && ${d}.get('absent', 'none') == 'none'`,
  `${d}.get('nothing', 1) == null`,
  `${d}.get(['nested', 'a', 'b'], '') == 'deep' && ${d}.get(['nested', 'x', 'b'], '') == ''`,
  "{'a': 1, 'n': 1}.diff({'a': 2, 'o': 1}).addedKeys() == ['n'].toSet()",
  "{'a': 1, 'n': 1}.diff({'a': 2, 'o': 1}).removedKeys() == ['o'].toSet()",
  "{'a': 1, 'n': 1}.diff({'a': 2, 'o': 1}).changedKeys() == ['a'].toSet()",
  "{'a': 1, 's': 1}.diff({'a': 2, 's': 1.0}).unchangedKeys() == ['s'].toSet()",
  "{'a': 1, 'n': 1, 's': 0}.diff({'a': 2, 'o': 1, 's': 0}).affectedKeys() == ['a', 'n', 'o'].toSet()",
]);

trueOf("timestamps and durations", [
  `${d}.at.year() == 2026 && ${d}.at.month() == 2 && ${d}.at.day() == 3`,
  `${d}.at.hours() == 4 && ${d}.at.minutes() == 5 && ${d}.at.seconds() == 6`,
  `${d}.at.nanos() == 789000000 && ${d}.before.nanos() == 500000000`,
  `${d}.at.dayOfWeek() == 2 && ${d}.at.dayOfYear() == 34`,
  "timestamp.date(2026, 11, 22).dayOfWeek() == 7",
  `${d}.at.toMillis() == 1770091506789 && ${d}.before.toMillis() == -500`,
  `timestamp.value(${d}.at.toMillis()) == ${d}.at`,
  `${d}.at.date() == timestamp.date(2026, 2, 3)`,
  `${d}.at.time() == duration.time(4, 5, 6, 789000000)`,
  `${d}.at.date() + ${d}.at.time() == ${d}.at && ${d}.at - ${d}.at.time() == ${d}.at.date()`,
  `${d}.at + duration.value(1, 'd') - ${d}.at == duration.value(24, 'h')`,
  "duration.value(1, 'w') == duration.value(7, 'd')",
  "duration.value(1500, 'ms').seconds() == 1 && duration.value(1500, 'ms').nanos() == 500000000",
  "duration.abs(duration.value(-1, 's')) == duration.value(1, 's')",
  "duration.value(1, 's') + duration.value(1, 'ns') > duration.value(1, 's')",
  "request.time == timestamp.date(2026, 11, 22) + duration.time(8, 10, 0, 123000000)",
]);

trueOf("namespaces and conversions", [
  "math.abs(-3) == 3 && math.abs(-1.5) == 1.5",
  "math.ceil(1.2) == 2 && math.floor(-1.2) == -2 && math.round(2.5) == 3 && math.round(-2.5) == -3",
  "math.ceil(1.2) is int && math.pow(2, 3) == 8 && math.sqrt(9) == 3.0",
  `math.isNaN(${d}.notANumber) && math.isInfinite(1.0 / 0) && !math.isNaN(1)`,
  "hashing.sha256('abc').toHexString() == 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'",
  "hashing.md5(b'abc').toHexString() == '900150983cd24fb0d6963f7d28e17f72'",
  "hashing.crc32('123456789').toHexString() == 'cbf43926'",
  "hashing.crc32c('123456789').toHexString() == 'e3069283'",
  "b'hi'.toBase64() == 'aGk=' && b'hi'.size() == 2",
  `${d}.place.latitude() == 52.52 && ${d}.place.longitude() == 13.405`,
  `${d}.place.distance(latlng.value(48.137, 11.575)) > 500000 && ${d}.place.distance(latlng.value(48.137, 11.575)) < 510000`,
  "int('12') == 12 && int(2.9) == 2 && float('1.5') == 1.5 && string(7) == '7' && string(true) == 'true'",
  "bool('true') && !bool('false') && string(null) == 'null'",
]);

trueOf("paths", [
  `${d}.friend == /databases/$(database)/documents/users/$('b' + 'ob')`,
  `${d}.friend[4] == 'bob' && request.path[3] == 'things' && request.path == resource.__name__`,
  "/a/b/c == path('a/b/c') && path('/a/b') == /a/b",
  "/databases/(default)/documents/things/one == request.path",
  "path('/users/{uid}').bind({'uid': 'ada'}) == /users/ada",
  "(/users/{uid}/notes/{note}).bind({'uid': 'ada', 'note': 'n'}) == /users/ada/notes/n",
  "id == 'one' && resource.id == id && database == '(default)'",
  "exists(/databases/$(database)/documents/things/other)",
  "!exists(/databases/$(database)/documents/things/absent)",
  "get(/databases/$(database)/documents/things/other).data.owner == request.auth.uid",
  "get(/databases/$(database)/documents/things/other).id == 'other'",
  "get(/databases/$(database)/documents/things/absent) == null",
]);
