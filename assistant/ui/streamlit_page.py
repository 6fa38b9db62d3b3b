"""What the page's script and style sheets know of the page that Streamlit draws: its parts, each by a CSS selector.

Nothing else names them, so that a new Streamlit is tried at one place: `tests/browser/test_streamlit_page.py` says which
of them match nothing any more. In the style sheets a part is written `:--main`, in the script `STREAMLIT.main`.
"""

import json
import re

PARTS = {
    # The frame
    "app": ".stApp",
    "skipLink": '[data-testid="stSkipToContent"]',
    "header": '[data-testid="stHeader"]',
    "main": '[data-testid="stMain"]',
    "mainBlock": '[data-testid="stMainBlockContainer"]',
    "bottom": '[data-testid="stBottom"]',
    "bottomBlock": '[data-testid="stBottomBlockContainer"]',
    "element": ".stElementContainer",
    "wrapper": '[data-testid="stLayoutWrapper"]',
    # The sidebar
    "sidebar": '[data-testid="stSidebar"]',
    "sidebarHeader": '[data-testid="stSidebarHeader"]',
    "sidebarContent": '[data-testid="stSidebarContent"]',
    "sidebarOwn": '[data-testid="stSidebarUserContent"]',
    "sidebarOwnBlock": '[data-testid="stSidebarUserContent"] > div',
    "sidebarRule": '[data-testid="stSidebarNavSeparator"]',
    "sidebarClose": '[data-testid="stSidebarCollapseButton"] button',
    "pageLink": ".stPageLink",
    "pageLinkFace": ".stPageLink a > span",
    # Text
    "markdown": ".stMarkdown",
    "markdownText": '[data-testid="stMarkdownContainer"]',
    "caption": '[data-testid="stCaptionContainer"]',
    "text": ".stText",
    "icon": '[data-testid="stIconMaterial"]',
    "iconInText": '[role="img"][aria-label$=" icon"]',
    "highlight": ".stMarkdownColoredBackground",
    "formula": ".katex",
    "formulaBlock": ".katex-display",
    "elementToolbar": ".stElementToolbar",
    "diagram": '[data-testid="stMermaidChart"]',
    # Buttons and fields
    "button": ".stButton",
    "buttonFace": "button > div",
    "primaryButton": '[data-testid^="stBaseButton-primary"]',
    "popoverButton": '[data-testid="stPopoverButton"]',
    "menuButtonArrow": "button > div > [aria-hidden]",
    "shortcut": "button kbd",
    "field": ".stTextInput",
    "fieldFrame": ".stTextInput > div > div",
    "fieldHint": '[data-testid="InputInstructions"]',
    "form": '[data-testid="stForm"]',
    "radioRing": '[data-testid="stRadioOption"]:not([data-selected]) > div > div:first-child',
    "dropzone": '[data-testid="stFileUploaderDropzone"]',
    "dropzoneHint": '[data-testid="stFileUploaderDropzoneInstructions"]',
    "progress": ".stProgress",
    # The chat
    "message": ".stChatMessage",
    "avatar": '[data-testid^="stChatMessageAvatar"]',
    "chatInput": '[data-testid="stChatInput"]',
    "chatField": '[data-testid="stChatInputTextArea"]',
    "sendButton": '[data-testid="stChatInputSubmitButton"]',
    # What opens, and what opens over the page
    "expanderLabel": ".stExpander summary",
    "expanderArrow": '[data-testid^="stExpanderIcon"]',
    "expanderText": '[data-testid="stExpanderDetails"]',
    "metricLabel": '[data-testid="stMetricLabel"]',
    "metricValue": '[data-testid="stMetricValue"]',
    "dialog": ".stDialog",
    "popover": '[data-testid="stPopoverBody"]',
    "openMenu": '[role="menu"]',
    "openList": '[role="listbox"]',
    "tooltip": '[data-testid="stTooltipContent"]',
    "toastMore": '[data-testid="stToastViewButton"]',
}
_IN_CSS = re.compile(r":--(\w+)")


def in_css(sheet: str) -> str:
    """Return a style sheet with the selectors of the parts that it names; raises KeyError where there is no such part."""
    return _IN_CSS.sub(lambda name: PARTS[name[1]], sheet)


def in_script() -> str:
    """Return the line that tells a script the parts."""
    return f"const STREAMLIT = {json.dumps(PARTS)}"
