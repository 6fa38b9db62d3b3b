"""Why a file can't be converted, each reason in one line."""

from assistant.text import Bilingual, ExplainedError

PROBLEMS: dict[str, Bilingual] = {
    "too_large": Bilingual(
        "“{file}”有 {size} MB，超过 {limit} MB 的上限。请分成几个文件，或压缩里面的图片。",
        '"{file}" has {size} MB, more than the limit of {limit} MB. Split it, or compress its pictures.',
    ),
    "unknown": Bilingual(
        "“{file}”的内容不是 PDF、Word 或 PowerPoint。请用原来的软件打开，另存为 PDF、.docx 或 .pptx。",
        'What "{file}" holds is no PDF, Word or PowerPoint file. Open it in its own program and save it as PDF, .docx or .pptx.',
    ),
    "old_word": Bilingual(
        "“{file}”是旧版 Word 文件。请用 Word 或 WPS 打开，另存为 .docx。",
        '"{file}" is a Word file of the old kind. Open it in Word or LibreOffice and save it as .docx.',
    ),
    "old_powerpoint": Bilingual(
        "“{file}”是旧版 PowerPoint 文件。请用 PowerPoint 或 WPS 打开，另存为 .pptx。",
        '"{file}" is a PowerPoint file of the old kind. Open it in PowerPoint or LibreOffice and save it as .pptx.',
    ),
    "password": Bilingual(
        "“{file}”有密码保护。请先去掉密码再添加。",
        '"{file}" is protected by a password. Remove the password, then add it again.',
    ),
    "broken": Bilingual(
        "“{file}”已损坏或不完整，读不出来。请重新下载或导出一份。",
        '"{file}" is damaged or incomplete and cannot be read. Download or export it again.',
    ),
    "unsafe": Bilingual(
        "“{file}”的内部结构不正常（可能是恶意文件），没有读取。请确认来源，或在原来的软件里重新导出。",
        'The inside of "{file}" is not as it should be (perhaps it is malicious), so it was not read. '
        "Check where it comes from, or export it again.",
    ),
    "too_unpacked": Bilingual(
        "“{file}”解压后过大，没有读取。请分成几个文件，或压缩里面的图片。",
        '"{file}" grows too large when unpacked, so it was not read. Split it, or compress its pictures.',
    ),
    "too_many_pages": Bilingual(
        "“{file}”超过 {limit} 页的上限。请只保留需要的部分。",
        '"{file}" has more than {limit} pages. Keep only the part that you need.',
    ),
    "too_many_slides": Bilingual(
        "“{file}”超过 {limit} 张幻灯片的上限。请只保留需要的部分。",
        '"{file}" has more than {limit} slides. Keep only the part that you need.',
    ),
    "too_long": Bilingual(
        "“{file}”的文字超过 {limit} 个字符的上限。请分成几个文件，只保留需要的部分。",
        '"{file}" has more than {limit} characters of text. Split it and keep only the part that you need.',
    ),
    "too_slow": Bilingual(
        "“{file}”读了 {limit} 秒还没有读完，已停止。请分成几个小一点的文件。",
        '"{file}" took more than {limit} seconds to read and was given up. Split it into smaller files.',
    ),
    "too_heavy": Bilingual(
        "读取“{file}”需要的内存太多，已停止。请分成几个小一点的文件。",
        'Reading "{file}" needs too much memory and was given up. Split it into smaller files.',
    ),
    "no_text": Bilingual(
        "“{file}”里没有可以读取的文字，可能是扫描件或图片。请先做文字识别（OCR）。",
        '"{file}" holds no text that can be read; perhaps it is a scan or pictures. Run text recognition (OCR) on it first.',
    ),
    "no_process": Bilingual(
        "读取“{file}”的程序没有启动（{reason}）。请检查 PM Coach 是否安装完整。",
        'What reads "{file}" did not start ({reason}). Check that PM Coach is installed completely.',
    ),
}
"""By the name that the child process gives it."""


class ConversionError(ExplainedError):
    """A file can't be converted; `message` names it, says why and what to do."""

    def __init__(self, problem: str, file: str, **values: object) -> None:
        super().__init__(PROBLEMS[problem].filled(file=file, **values))
        self.problem = problem


class Refusal(Exception):  # noqa: N818
    """Raised within the child process: one of `PROBLEMS`, and what its text needs beside the file's name."""

    def __init__(self, problem: str, **values: object) -> None:
        super().__init__(problem)
        self.problem = problem
        self.values = values
