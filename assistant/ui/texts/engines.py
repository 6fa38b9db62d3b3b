"""Who answers in the open conversation."""

from assistant.text import Bilingual

ENGINE = Bilingual(zh="谁来回答", en="Who answers")
ENGINE_HELP = Bilingual(zh="只影响这个对话。", en="For this conversation only.")
ENGINE_AUTO = Bilingual(zh="自动 · {engine}", en="Automatic · {engine}")
ENGINE_RESTS = Bilingual(
    zh="{engine} 接连失败，先歇 {seconds} 秒，这期间直接摘自资料回答。",
    en="{engine} failed several times in a row and rests for {seconds} s; answers come from the sources meanwhile.",
)
SETTINGS = Bilingual(zh="模型设置", en="Model settings")
