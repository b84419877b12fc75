"""A client service desk in the classic style of Flask, an ORM and SQLite: a peer.

Four models (User, Profile, Task, Assessment), pages rendered by the server, log-in by
cookie. DESK_DB is the path of the SQLite file. An acknowledged write is on the disk
(WAL and synchronous = FULL).
"""
import os
from datetime import datetime
from functools import wraps

import click
from flask import Flask, abort, flash, redirect, render_template, request, url_for
from flask_login import (LoginManager, UserMixin, current_user, login_required,
                         login_user, logout_user)
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import joinedload
from werkzeug.security import check_password_hash, generate_password_hash

STATUSES = ("new", "in_progress", "done", "closed")

app = Flask(__name__)
app.config.update(
    SECRET_KEY="of a benchmark on loopback",
    SQLALCHEMY_DATABASE_URI="sqlite:///" + os.path.abspath(os.environ.get("DESK_DB", "desk.db")),
    SESSION_COOKIE_SAMESITE="Lax",
    SESSION_COOKIE_HTTPONLY=True,
)
db = SQLAlchemy(app)
login = LoginManager(app)
login.login_view = "login_page"


@event.listens_for(Engine, "connect")
def _pragmas(conn, _record):
    cur = conn.cursor()
    cur.execute("PRAGMA foreign_keys=ON")
    cur.execute("PRAGMA journal_mode=WAL")
    cur.execute("PRAGMA synchronous=FULL")
    cur.close()


class User(UserMixin, db.Model):
    __tablename__ = "users"
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(255), nullable=False, unique=True)
    password_hash = db.Column(db.String(255), nullable=False)
    role = db.Column(db.String(16), nullable=False, default="client")  # client|consultant|admin
    created_at = db.Column(db.DateTime, nullable=False, default=datetime.utcnow)
    profile = db.relationship("Profile", back_populates="user", uselist=False)

    def set_password(self, password):
        self.password_hash = generate_password_hash(password)

    def check_password(self, password):
        return check_password_hash(self.password_hash, password)


class Profile(db.Model):
    __tablename__ = "profiles"
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.ForeignKey("users.id"), nullable=False, unique=True)
    full_name = db.Column(db.String(255), nullable=False)
    company = db.Column(db.String(255), nullable=False, default="")
    phone = db.Column(db.String(64), nullable=False, default="")
    user = db.relationship("User", back_populates="profile")


class Task(db.Model):
    __tablename__ = "tasks"
    id = db.Column(db.Integer, primary_key=True)
    client_id = db.Column(db.ForeignKey("users.id"), nullable=False)
    consultant_id = db.Column(db.ForeignKey("users.id"))
    title = db.Column(db.String(200), nullable=False)
    description = db.Column(db.Text, nullable=False, default="")
    status = db.Column(db.String(16), nullable=False, default="new")
    created_at = db.Column(db.DateTime, nullable=False, default=datetime.utcnow, index=True)
    updated_at = db.Column(db.DateTime, nullable=False, default=datetime.utcnow, onupdate=datetime.utcnow)
    client = db.relationship("User", foreign_keys=[client_id])
    consultant = db.relationship("User", foreign_keys=[consultant_id])
    assessment = db.relationship("Assessment", back_populates="task", uselist=False)
    __table_args__ = (
        db.Index("ix_tasks_client_created", "client_id", "created_at"),
        db.Index("ix_tasks_status_created", "status", "created_at"),
        db.Index("ix_tasks_consultant_created", "consultant_id", "created_at"),
    )


class Assessment(db.Model):
    __tablename__ = "assessments"
    id = db.Column(db.Integer, primary_key=True)
    task_id = db.Column(db.ForeignKey("tasks.id"), nullable=False, unique=True)
    rating = db.Column(db.Integer, nullable=False)
    comment = db.Column(db.Text, nullable=False, default="")
    created_at = db.Column(db.DateTime, nullable=False, default=datetime.utcnow)
    task = db.relationship("Task", back_populates="assessment")


@login.user_loader
def load_user(user_id):
    return db.session.get(User, int(user_id))


def admin_required(view):
    @wraps(view)
    @login_required
    def wrapped(*args, **kwargs):
        if current_user.role != "admin":
            abort(403)
        return view(*args, **kwargs)
    return wrapped


def own_task_or_404(task_id):
    task = db.session.get(Task, task_id, options=[
        joinedload(Task.client), joinedload(Task.consultant), joinedload(Task.assessment)])
    if task is None or (current_user.role != "admin" and task.client_id != current_user.id):
        abort(404)
    return task


@app.get("/healthz")
def healthz():
    return "ok"


@app.route("/login", methods=["GET", "POST"])
def login_page():
    if request.method == "POST":
        user = db.session.execute(
            db.select(User).filter_by(email=request.form.get("email", "").strip().lower())
        ).scalar_one_or_none()
        if user and user.check_password(request.form.get("password", "")):
            login_user(user)
            return redirect(url_for("all_tasks" if user.role == "admin" else "my_tasks"))
        flash("Wrong e-mail or password.")
        return render_template("login.html"), 401
    return render_template("login.html")


@app.post("/logout")
@login_required
def logout():
    logout_user()
    return redirect(url_for("login_page"))


@app.get("/tasks")
@login_required
def my_tasks():
    query = (db.select(Task).filter_by(client_id=current_user.id)
             .options(joinedload(Task.consultant).joinedload(User.profile))
             .order_by(Task.created_at.desc()))
    page = db.paginate(query, per_page=20, max_per_page=20, error_out=False)
    return render_template("tasks.html", page=page, heading="My tasks", endpoint="my_tasks", args={})


@app.route("/tasks/new", methods=["GET", "POST"])
@login_required
def new_task():
    if request.method == "POST":
        title = request.form.get("title", "").strip()
        if not title or len(title) > 200:
            flash("A title of 1 to 200 characters is required.")
            return render_template("task_form.html", task=None), 422
        task = Task(client_id=current_user.id, title=title,
                    description=request.form.get("description", ""))
        db.session.add(task)
        db.session.commit()
        return redirect(url_for("view_task", task_id=task.id))
    return render_template("task_form.html", task=None)


@app.get("/tasks/<int:task_id>")
@login_required
def view_task(task_id):
    return render_template("task.html", task=own_task_or_404(task_id))


@app.route("/tasks/<int:task_id>/edit", methods=["GET", "POST"])
@login_required
def edit_task(task_id):
    task = own_task_or_404(task_id)
    if task.status == "closed":
        abort(409)
    if request.method == "POST":
        title = request.form.get("title", "").strip()
        if not title or len(title) > 200:
            flash("A title of 1 to 200 characters is required.")
            return render_template("task_form.html", task=task), 422
        task.title = title
        task.description = request.form.get("description", "")
        db.session.commit()
        return redirect(url_for("view_task", task_id=task_id))
    return render_template("task_form.html", task=task)


@app.post("/tasks/<int:task_id>/close")
@login_required
def close_task(task_id):
    task = own_task_or_404(task_id)
    rating = request.form.get("rating", type=int)
    if rating is None or not 1 <= rating <= 5:
        abort(422)
    if task.status == "closed" or task.assessment:
        abort(409)
    db.session.add(Assessment(task_id=task_id, rating=rating, comment=request.form.get("comment", "")))
    task.status = "closed"
    db.session.commit()
    return redirect(url_for("view_task", task_id=task_id))


@app.get("/admin/tasks")
@admin_required
def all_tasks():
    query = (db.select(Task).options(joinedload(Task.client).joinedload(User.profile),
                                     joinedload(Task.consultant).joinedload(User.profile))
             .order_by(Task.created_at.desc()))
    args = {}
    if request.args.get("status") in STATUSES:
        args["status"] = request.args["status"]
        query = query.filter(Task.status == args["status"])
    consultant = request.args.get("consultant", type=int)
    if consultant:
        args["consultant"] = consultant
        query = query.filter(Task.consultant_id == consultant)
    term = request.args.get("q", "").strip()
    if term:
        args["q"] = term
        query = query.filter(Task.title.contains(term) | Task.description.contains(term))
    page = db.paginate(query, per_page=50, max_per_page=50, error_out=False)
    return render_template("tasks.html", page=page, heading="All tasks", endpoint="all_tasks", args=args)


@app.cli.command("init-db")
@click.argument("password")
def init_db(password):
    """Creates the tables and prints the hash of a password, for whoever fills them."""
    db.create_all()
    print(generate_password_hash(password))
