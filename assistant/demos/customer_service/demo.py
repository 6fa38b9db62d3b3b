"""The article's intelligent customer service (6.2): how much it may answer by itself, and what its mistakes cost."""

from assistant.demos.customer_service.answering import answer
from assistant.demos.customer_service.charts import charts
from assistant.demos.customer_service.claims import claims
from assistant.demos.customer_service.findings import findings
from assistant.demos.customer_service.listings import listings
from assistant.demos.customer_service.parameters import CustomerService
from assistant.demos.customer_service.service import Service
from assistant.demos.customer_service.tables import tables
from assistant.text import Bilingual
from assistant.tools.demo import Demo, DemoResult, Progress, Status


def run(parameters: CustomerService, on_progress: Progress) -> DemoResult:
    """Answer the questions from the FAQ, and weigh how many are answered against how many are right.

    Raises:
        DemoInputError: A table can't be used; the message names its row.
        EmbeddingError: The embedding model cannot be loaded.
    """
    service = Service(parameters, answer(parameters.faq, parameters.questions, on_progress))
    return DemoResult(
        name=DEMO.name,
        parameters=parameters.written(),
        metrics=_metrics(service),
        claims=claims(service),
        findings=findings(service),
        tables=tables(service),
        charts=charts(service),
        listings=listings(service),
    )


def _metrics(service: Service) -> dict[str, int | float | str | bool | None]:
    now, target, labelled = service.now, service.target, service.is_labelled
    low, high = now.interval if labelled and now.interval else (None, None)
    return {
        "coverage": now.coverage,
        "precision": now.precision if labelled else None,
        "status": service.state,
        "threshold_for_target": service.target_threshold,
        "saved_per_day": service.money_a_day(now.right) if labelled else None,
        "wrong_per_day": service.a_day(now.wrong) if labelled else None,
        "coverage_at_target": target.coverage if target else None,
        "precision_low": low,
        "precision_high": high,
        "right_per_day": service.a_day(now.right) if labelled else None,
        "hit_rate": service.hit_rate,
        "unanswerable": service.unanswerable if labelled else None,
        "questions": now.questions,
        "entries": len(service.answering.entries),
    }


DEMO = Demo(
    name="customer_service",
    title=Bilingual(zh="智能客服演示", en="Customer service demo"),
    description=Bilingual(
        zh="让智能客服按常见问题表回答用户的问题：门槛怎么在“多回答”和“少答错”之间取舍，达到目标准确率要多高的门槛，承诺一个自助率要付出多少错答和多少钱。",
        en="Lets a customer service answer from an FAQ: how a threshold trades answering more against answering wrongly, which threshold reaches a target precision, and what a promised share of answers costs in mistakes and money.",
    ),
    decision=Bilingual(
        zh="智能客服可以放手让它答多少问题？",
        en="How many questions can a support bot be left to answer?",
    ),
    parameters=CustomerService,
    document="ai-pm-skills",
    sections=("6.2",),
    run=run,
    live=True,
    examples=(
        Bilingual(zh="跑一下智能客服演示", en="Run the customer service demo"),
        Bilingual(
            zh="智能客服的门槛改成 0.7 会怎样",
            en="What happens to the customer service with a threshold of 0.7?",
        ),
        Bilingual(
            zh="跑智能客服演示，目标准确率 95%，每天工单数 2000",
            en="Run the customer service demo with a target precision of 95% and 2000 tickets a day",
        ),
    ),
    aliases=(
        "智能客服",
        "客服机器人",
        "客服演示",
        "自助率",
        "customer service",
        "support bot",
        "faq bot",
        "deflection",
        "deflection rate",
    ),
    metrics={
        "coverage": Bilingual(zh="自己回答的比例", en="Coverage"),
        "precision": Bilingual(zh="答对率", en="Precision"),
        "status": Bilingual(zh="结论", en="Verdict"),
        "threshold_for_target": Bilingual(zh="达标的门槛", en="Threshold for the target"),
        "saved_per_day": Bilingual(zh="每天真正省下", en="Truly saved a day"),
        "wrong_per_day": Bilingual(zh="每天答错", en="Wrong answers a day"),
        "coverage_at_target": Bilingual(zh="达标时自己回答的比例", en="Coverage at the target"),
        "precision_low": Bilingual(zh="答对率下限（95%）", en="Precision, lower bound (95%)"),
        "precision_high": Bilingual(zh="答对率上限（95%）", en="Precision, upper bound (95%)"),
        "right_per_day": Bilingual(zh="每天答对", en="Right answers a day"),
        "hit_rate": Bilingual(zh="有答案的问题里配对的比例", en="Right entry where there is one"),
        "unanswerable": Bilingual(zh="表里没有答案的比例", en="Questions without an answer in the FAQ"),
        "questions": Bilingual(zh="问题数", en="Questions"),
        "entries": Bilingual(zh="常见问题条数", en="FAQ entries"),
    },
    statuses={
        "reached": Status(Bilingual(zh="达到目标", en="target reached"), "good"),
        "missed": Status(Bilingual(zh="没到目标", en="target missed"), "bad"),
        "unreachable": Status(Bilingual(zh="到不了目标", en="target out of reach"), "bad"),
        "silent": Status(Bilingual(zh="一个也没回答", en="answers nothing")),
        "unlabelled": Status(Bilingual(zh="没有标注，看不出对错", en="not labelled")),
    },
    time_limit=240.0,
)
