"""Takes programs out of the pages that readers copy them from, so that compilers and interpreters can judge them."""

import re
from pathlib import Path

SDK = Path("sdk")
PAGES = (
    (Path("docs/guides/webhooks.md"), "typescript", Path(__file__).with_name("typescript") / "webhook.ts"),
    (Path("docs/clients.md"), "typescript", SDK / "typescript" / "programs" / "guide.ts"),
    (Path("docs/clients.md"), "python", SDK / "python" / "programs" / "guide.py"),
)

for page, language, program in PAGES:
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert blocks, f"{page} shows no {language}"
    program.write_text("\n".join(blocks), encoding="utf-8")
