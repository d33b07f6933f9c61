using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KhcnIoc.Storage.SqlServer.Migrations
{
    public partial class Provenance : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Row",
                table: "Observations",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Channel",
                table: "Batches",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "Batches",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "Boundaries",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    ValidFrom = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    Attribution = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    FileName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    ImportedAt = table.Column<DateTime>(type: "datetime2(3)", nullable: false),
                    WithdrawnAt = table.Column<DateTime>(type: "datetime2(3)", nullable: true),
                    GeometryJson = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    ReportJson = table.Column<string>(type: "nvarchar(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Boundaries", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Rejections_FeedId_LastSeenAt",
                table: "Rejections",
                columns: new[] { "FeedId", "LastSeenAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Observations_SourceId",
                table: "Observations",
                column: "SourceId",
                filter: "[SourceId] IS NOT NULL");
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Boundaries");

            migrationBuilder.DropIndex(
                name: "IX_Rejections_FeedId_LastSeenAt",
                table: "Rejections");

            migrationBuilder.DropIndex(
                name: "IX_Observations_SourceId",
                table: "Observations");

            migrationBuilder.DropColumn(
                name: "Row",
                table: "Observations");

            migrationBuilder.DropColumn(
                name: "Channel",
                table: "Batches");

            migrationBuilder.DropColumn(
                name: "Name",
                table: "Batches");
        }
    }
}
