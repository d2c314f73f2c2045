"""The pages of importing, without a script: choose, look, confirm; by whoever may, and nobody else's table."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import agency, person

from loa.organizations.actions.importing_sheets import LARGEST_FILE
from loa.organizations.enums import AgencyKind, Role
from loa.organizations.models import Agency, Person

pytestmark = pytest.mark.django_db
AGENCIES, PEOPLE = reverse("organizations:import-agencies"), reverse("organizations:import-people")
TABLE = "key,name,tier,kind,line_parent\nSNV,Sở Nội vụ,Tỉnh,Sở,UBT\n"


@pytest.fixture
def top() -> Agency:
    made = agency("Ủy ban nhân dân tỉnh", kind=AgencyKind.PEOPLES_COMMITTEE)
    Agency.objects.filter(pk=made.pk).update(external_key="UBT")
    made.refresh_from_db()
    return made


@pytest.fixture
def administrator(top: Agency, client: Client) -> Person:
    made = person(Role.ADMINISTRATOR, top)
    client.force_login(made)
    return made


def uploaded(client: Client, top: Agency, table: str | bytes = TABLE, url: str = AGENCIES, **fields: str) -> str:
    """The address of the preview that the upload leads to."""
    data = table.encode() if isinstance(table, str) else table
    answer = client.post(url, {"at": str(top.key), "file": SimpleUploadedFile("bang.csv", data), **fields})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def fingerprint(client: Client, url: str) -> str:
    return str(client.get(url).context["preview"].fingerprint)


def test_a_table_is_chosen_looked_at_and_imported(client: Client, top: Agency, administrator: Person) -> None:
    assert client.get(AGENCIES).status_code == 200
    url = uploaded(client, top)
    page = client.get(url)
    assert "Sở Nội vụ" in page.content.decode()
    assert Agency.objects.count() == 1
    done = client.post(url, {"fingerprint": page.context["preview"].fingerprint})
    assert done.headers["Location"] == reverse("organizations:list")
    assert Agency.objects.filter(external_key="SNV").exists()
    again = client.get(url, follow=True)
    assert again.redirect_chain[0][0] == AGENCIES


def test_faults_are_told_by_row_and_cell_and_can_be_taken_along(
    client: Client, top: Agency, administrator: Person
) -> None:
    url = uploaded(client, top, TABLE + "SYT,,Tỉnh,Sở,KHONG\n")
    page = client.get(url).content.decode()
    assert "Dòng 3" in page
    assert "Tên cơ quan (name)" in page
    assert "fingerprint" not in page
    taken = client.get(url, {"format": "csv"})
    assert "Dòng,Cột" in b"".join(taken).decode()
    assert client.post(url, {"fingerprint": fingerprint(client, url)}).status_code == 422
    assert Agency.objects.count() == 1


def test_what_is_no_table_is_told_at_once(client: Client, top: Agency, administrator: Person) -> None:
    for data, said in ((b"%PDF-\xff", "UTF-8"), (b"x" * (LARGEST_FILE + 1), "5 MB"), (b"", "rỗng")):
        answer = client.post(AGENCIES, {"at": str(top.key), "file": SimpleUploadedFile("bang.xlsx", data)})
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_two_who_confirm_the_same_table_import_it_once(client: Client, top: Agency, administrator: Person) -> None:
    first, second = uploaded(client, top), uploaded(client, top)
    seen = fingerprint(client, first)
    assert client.post(first, {"fingerprint": seen}).status_code == 302
    late = client.post(second, {"fingerprint": seen})
    assert late.status_code == 409
    assert "đã thay đổi" in late.content.decode()
    assert Agency.objects.count() == 2


def test_who_may_not_import_sees_nothing(client: Client, top: Agency) -> None:
    assert client.get(AGENCIES).status_code == 302
    client.force_login(person(Role.COORDINATOR, top))
    assert client.get(AGENCIES).status_code == 403
    assert client.get(reverse("organizations:import-template", args=["people", "csv"])).status_code == 403


def test_a_table_belongs_to_who_uploaded_it(client: Client, top: Agency, administrator: Person) -> None:
    url = uploaded(client, top)
    client.force_login(person(Role.ADMINISTRATOR, top))
    assert client.get(url).headers["Location"] == AGENCIES
    assert client.post(url, {"fingerprint": ""}).headers["Location"] == AGENCIES
    assert Agency.objects.count() == 1


def test_who_lost_the_post_meanwhile_can_no_longer_confirm(client: Client, top: Agency, administrator: Person) -> None:
    other = agency("Ủy ban khác", kind=AgencyKind.PEOPLES_COMMITTEE)
    administrator.posts.create(agency=other, role=Role.ADMINISTRATOR, valid_from=timezone.localdate())
    url = uploaded(client, top)
    seen = fingerprint(client, url)
    administrator.posts.filter(agency=top).update(valid_to=timezone.localdate() - timedelta(days=1))
    assert client.post(url, {"fingerprint": seen}).status_code == 403
    assert not Agency.objects.filter(external_key="SNV").exists()


def test_an_agency_elsewhere_cannot_be_chosen(client: Client, top: Agency, administrator: Person) -> None:
    elsewhere, below = agency("Ủy ban khác"), agency("Xã", under=top)
    for key, status in ((elsewhere.key, 422), ("not-a-key", 422), (below.key, 302)):
        answer = client.post(AGENCIES, {"at": str(key), "file": SimpleUploadedFile("bang.csv", TABLE.encode())})
        assert answer.status_code == status


def test_people_are_imported_with_or_without_the_mail(client: Client, top: Agency, administrator: Person) -> None:
    table = "Thư điện tử;Họ và tên;Mã cơ quan;Vai trò\nan@demo.loa.example;Nông Nắng Sớm;UBT;officer\n"
    url = uploaded(client, top, table, PEOPLE, welcome="on")
    page = client.get(url)
    assert "đặt mật khẩu" in page.content.decode()
    client.post(url, {"fingerprint": page.context["preview"].fingerprint})
    assert Person.objects.filter(email="an@demo.loa.example").exists()


@pytest.mark.parametrize("kind", ["agencies", "people"])
def test_the_template_itself_can_be_read(client: Client, administrator: Person, kind: str) -> None:
    for format in ("csv", "xlsx"):
        answer = client.get(reverse("organizations:import-template", args=[kind, format]))
        data = b"".join(answer)
        url = reverse(f"organizations:import-{kind}")
        at = str(administrator.posts.get().agency.key)
        told = client.post(url, {"at": at, "file": SimpleUploadedFile("mau", data)}, follow=True)
        columns = {fault.column for fault in told.context["preview"].faults}
        assert columns <= {"line_parent", "reporting_recipient", "agency_key"}
    assert client.get(reverse("organizations:import-template", args=[kind, "pdf"])).status_code == 404
    assert client.get("/organizations/import/nothing/template.csv").status_code == 404
