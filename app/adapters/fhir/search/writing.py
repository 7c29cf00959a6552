r"""Takes apart what is written in one parameter: alternatives, parts, and what a `\` before them protects."""


def split(text: str, at: str) -> list[str]:
    r"""Split where `at` stands and no `\` before it; what `\` protects stays as it is written."""
    parts, current, place = [], "", 0
    while place < len(text):
        letter = text[place]
        if letter == "\\" and place + 1 < len(text):
            current += text[place : place + 2]
            place += 2
            continue
        if letter == at:
            parts.append(current)
            current = ""
        else:
            current += letter
        place += 1
    return [*parts, current]


def plainly(text: str) -> str:
    r"""Return a text without the `\` that protects `,`, `|`, `$` and itself."""
    result, place = "", 0
    while place < len(text):
        if text[place] == "\\" and place + 1 < len(text) and text[place + 1] in "\\,|$":
            place += 1
        result += text[place]
        place += 1
    return result


def pieces(text: str, at: str) -> list[str]:
    """Split, and return each part plainly."""
    return [plainly(part) for part in split(text, at)]
