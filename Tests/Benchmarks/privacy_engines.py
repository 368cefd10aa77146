"""The two that mask: `weir-node mask` behind a pipe, and Presidio's analyzer in this process."""
import json
import logging
import os
import subprocess
import threading
import time


class Node:
    """One line in, one line out. The time includes both JSON codecs and the pipe."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.reader = self.process.stdout
        self.pending = b""

    def spans(self, texts):
        """[(start, end, type)] of each text; the texts are written while the answers are read."""
        def write():
            for text in texts:
                self.write(text)

        writer = threading.Thread(target=write)
        writer.start()
        found = []
        for _ in texts:
            result = json.loads(self.line())
            if "error" in result:
                raise SystemExit("weir-node mask refused a text: " + result["error"])
            found.append([(span["start"], span["end"], span["type"]) for span in result["spans"]])
        writer.join()
        return found

    def seconds(self, text):
        began = time.perf_counter()
        self.write(text)
        self.line()
        return time.perf_counter() - began

    def write(self, text):
        view = memoryview(json.dumps({"text": text}).encode() + b"\n")
        while view:
            view = view[self.process.stdin.write(view):]

    def line(self):
        while b"\n" not in self.pending:
            chunk = self.reader.read(1 << 16)
            if not chunk:
                raise SystemExit(f"{self.process.args[0]} ended with {self.process.wait()}")
            self.pending += chunk
        line, self.pending = self.pending.split(b"\n", 1)
        return line

    def close(self):
        self.process.stdin.close()
        return self.process.wait()


def resolved(results):
    """Overlaps: the higher score, then the longer."""
    kept = []
    for span in sorted(results, key=lambda span: (-span[3], span[0] - span[1])):
        if not any(span[0] < other[1] and other[0] < span[1] for other in kept):
            kept.append(span)
    return [span[:3] for span in kept]


class Presidio:
    """Pattern recognizers only, as no spaCy model is on PyPI; lemma = lower-cased word, so that its context words work. Threshold 0.4, as ours."""
    name = "presidio"
    threshold = 0.4

    def __init__(self):
        logging.disable(logging.WARNING)
        # Recognizers that fetch a model are to fail at once, not to try again for minutes.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        from importlib.metadata import version
        import spacy
        from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
        from presidio_analyzer.nlp_engine import SpacyNlpEngine
        from spacy.language import Language

        @Language.component("lower_lemma")
        def lower_lemma(document):
            for token in document:
                token.lemma_ = token.lower_
            return document

        class Blank(SpacyNlpEngine):
            def __init__(self):
                super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
                language = spacy.blank("en")
                language.add_pipe("lower_lemma")
                self.nlp = {"en": language}

            def load(self):
                pass

            def is_loaded(self):
                return True

        self.version = version("presidio-analyzer")
        self.nlp = Blank()
        registry = RecognizerRegistry()
        registry.load_predefined_recognizers(languages=["en"])
        for recognizer in list(registry.recognizers):
            if "Spacy" in type(recognizer).__name__:
                registry.remove_recognizer(recognizer.name)
        self.engine = AnalyzerEngine(registry=registry, nlp_engine=self.nlp, supported_languages=["en"])
        self.alone = {}

    def spans(self, texts):
        return [resolved([(r.start, r.end, r.entity_type, r.score) for r in self.analyze(text)]) for text in texts]

    def seconds(self, text):
        began = time.perf_counter()
        self.analyze(text)
        return time.perf_counter() - began

    def analyze(self, text):
        return self.engine.analyze(text, language="en", score_threshold=self.threshold)

    def engine_for(self, entity):
        """An engine that has every pattern recognizer of the package for `entity`, also those of other languages; None without one."""
        if entity not in self.alone:
            import presidio_analyzer.predefined_recognizers as predefined
            from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry
            registry = RecognizerRegistry(recognizers=[])
            for name in dir(predefined):
                kind = getattr(predefined, name)
                if not (isinstance(kind, type) and issubclass(kind, EntityRecognizer)) or "Recognizer" not in name or "Spacy" in name:
                    continue
                try:
                    recognizer = kind(supported_language="en")
                except Exception:  # those that need a model or a service
                    continue
                if entity in recognizer.supported_entities:
                    registry.add_recognizer(recognizer)
            self.alone[entity] = AnalyzerEngine(
                registry=registry, nlp_engine=self.nlp, supported_languages=["en"]) if registry.recognizers else None
        return self.alone[entity]

    def spans_of(self, entity, text):
        """What a recognizer for `entity` says at any score above zero, as its own tests do; None when there is none."""
        engine = self.engine_for(entity)
        if engine is None:
            return None
        results = engine.analyze(text, language="en", entities=[entity], score_threshold=0.0)
        return resolved([(r.start, r.end, r.entity_type, r.score) for r in results])
