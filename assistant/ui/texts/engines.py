"""Who answers, and the model on this computer."""

from assistant.text import Bilingual

ENGINE = Bilingual(zh="谁来回答", en="Who answers")
ENGINE_HELP = Bilingual(zh="只影响这个对话。", en="For this conversation only.")
ENGINE_AUTO = Bilingual(zh="自动 · {engine}", en="Automatic · {engine}")
ENGINE_RESTS = Bilingual(
    zh="{engine} 接连失败，先歇 {seconds} 秒，这期间直接摘自资料回答。",
    en="{engine} failed several times in a row and rests for {seconds} s; answers come from the sources meanwhile.",
)
LOCAL_MODEL = Bilingual(zh="本机模型", en="A model on this computer")
LOCAL_MODEL_OFFER = Bilingual(
    zh="下载一个 {size} 的小模型，不用密钥，问题不出这台电脑。还要 {missing}，磁盘剩 {free}。",
    en="A small model of {size}: no key, and no question leaves this computer. {missing} to fetch, {free} free.",
)
PULL = Bilingual(zh="下载本机模型", en="Download the model")
PULLING = Bilingual(zh="已下载 {done} / {total}", en="{done} of {total}")
PULL_STARTS = Bilingual(zh="正在连接…", en="Connecting…")
PULL_STOP = Bilingual(zh="暂停下载", en="Pause the download")
