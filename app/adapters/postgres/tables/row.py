"""What every row class is: the declaration of a table. No row is ever made of it, so nothing is prepared for that."""

from sqlalchemy.ext.declarative import DeferredReflection
from sqlmodel import SQLModel


class Row(DeferredReflection, SQLModel):
    """Declare a table; SQLAlchemy maps no class onto it and pydantic builds no validator, which nobody would use."""

    model_config = {"defer_build": True}
