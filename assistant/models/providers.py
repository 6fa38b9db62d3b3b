"""Well-known services behind the OpenAI API: where each is asked, and a model to begin with."""

from dataclasses import dataclass

from assistant.text import Bilingual


@dataclass(frozen=True, slots=True)
class Provider:
    """A service that learners may have a key for, or run themselves."""

    name: Bilingual
    base_url: str
    model: str


PROVIDERS = (
    Provider(Bilingual("OpenAI", "OpenAI"), "https://api.openai.com/v1", "gpt-4.1-mini"),
    Provider(Bilingual("DeepSeek", "DeepSeek"), "https://api.deepseek.com/v1", "deepseek-v4-flash"),
    Provider(
        Bilingual("通义千问（阿里云百炼）", "Qwen (Alibaba Cloud)"),
        "https://dashscope.aliyuncs.com/compatible-mode/v1",
        "qwen-plus",
    ),
    Provider(
        Bilingual("Moonshot（Kimi）", "Moonshot (Kimi)"), "https://api.moonshot.cn/v1", "moonshot-v1-auto"
    ),
    Provider(Bilingual("智谱 GLM", "Zhipu GLM"), "https://open.bigmodel.cn/api/paas/v4", "glm-4.6"),
    Provider(
        Bilingual("Ollama（本机）", "Ollama (this computer)"), "http://localhost:11434/v1", "qwen2.5:7b"
    ),
    Provider(Bilingual("LM Studio（本机）", "LM Studio (this computer)"), "http://localhost:1234/v1", ""),
)
