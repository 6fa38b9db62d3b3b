"""Language models behind the OpenAI API: endpoints, how they fail, and a model on this computer."""
