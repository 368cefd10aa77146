"""The search of the leak test can fail: each form of each value is found wherever it stands, and nothing else is."""
import random
import re
import unittest

import canaries
from canaries import Canaries
from leak_search import Search, whole_forms


class SearchTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = Canaries("search", with_tagger=True, with_deny_list=True)
        for number in range(3):
            cls.made.text(f"path {number}")
        cls.search = Search(cls.made.made, set(canaries.NAMES), set(canaries.BEHIND_A_WORD))
        cls.noise = random.Random(7)

    def found(self, data):
        before, after = self.noise.randbytes(self.noise.randint(0, 40)), self.noise.randbytes(30)
        return {hit.canary.value for hit in self.search.hits(before + b" " + data + b" " + after)}

    def test_every_form_of_every_value_is_found(self):
        for canary in self.made.made:
            for form, data in whole_forms(canary.value):
                with self.subTest(f"{canary.entity} {form}"):
                    self.assertIn(canary.value, self.found(data))
                    self.assertIn(canary.value, self.found(data.upper() if form == "as it is" else data))

    def test_a_number_is_found_without_and_with_other_separators(self):
        for canary in self.made.made:
            digits = re.sub(r"\D", "", canary.value)
            if len(digits) >= 9:
                with self.subTest(canary.entity):
                    for text in (digits, f"{digits[:4]} {digits[4:9]}.{digits[9:]}", f"7{digits}", f"{digits}-"):
                        self.assertTrue(self.search.hits(b"\x08\x1f" + text.encode() + b"\x12\x00"), text)

    def test_half_of_a_long_value_is_found(self):
        for canary in self.made.made:
            half = canary.value[len(canary.value) // 2:]
            if len(half) >= 17 and canary.entity not in canaries.BEHIND_A_WORD:
                with self.subTest(canary.entity):
                    self.assertTrue(self.found(half.encode()))

    def test_a_name_is_found_by_each_of_its_words(self):
        person = next(canary for canary in self.made.made if canary.entity == "PERSON")
        for word in person.value.split():
            self.assertTrue(self.found(word.encode()))
            if len(word) < 8:
                self.assertFalse(self.found(b"x" + word.encode() + b"x"))

    def test_nothing_is_found_in_noise_or_in_what_was_there_before(self):
        self.assertEqual(self.search.hits(self.noise.randbytes(500_000)), [])
        made = Canaries("before")
        canary = made.make("path", "EMAIL_ADDRESS")
        search = Search(made.made)
        search.forget(b"written before: " + canary.value[-9:].encode())
        self.assertEqual(search.hits(canary.value[-9:].encode()), [])
        self.assertEqual(len(search.hits(canary.value.encode())), 1)


if __name__ == "__main__":
    unittest.main()
