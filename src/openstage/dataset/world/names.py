"""First names for the people of tales, from many languages.

They say nothing about looks: each tale draws them anew. Whom the grammar director takes for a
woman or a man by the name alone gets a name that agrees; any other name goes with either.
"""

from __future__ import annotations


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


WOMEN = _names("""
    Ada Adele Agnes Aisha Alice Alma Amara Amelia Amina Ana Andrea Angela Anita Anna Annie
    Astrid Ava Beatrice Bella Bertha Betty Bianca Camila Carla Carmen Catherine Cecilia Celia
    Charlotte Chloe Claire Clara Claudia Cora Dana Daphne Diana Dolores Dora Doris Edith Eileen
    Elena Eliza Ella Ellen Elsa Elsie Emilia Emily Emma Erika Esther Fatima Fiona Frances Frida
    Gabriela Gina Giulia Gloria Greta Hanna Harriet Heidi Helen Helga Hilda Ida Ilse Imani Ines
    Ingrid Irene Irma Isabel Isla Jane Jasmine Jenny Jessica Joan Joanna Josephine Judith Julia
    Juliet Karin Katya Keiko Kira Klara Lara Laura Layla Lea Leila Lena Leyla Lila Lina Linda
    Lisa Liv Lola Louisa Lucia Lucy Luisa Lydia Mabel Maia Mara Margaret Margot Maria Marianne
    Martha Matilda Maya Mei Mercedes Mia Mila Mina Mira Miriam Molly Monica Nadia Nancy Naomi
    Natalia Nell Nina Nora Olga Olivia Paula Penelope Petra Phoebe Pia Polly Priya Rachel
    Rebecca Renata Rita Rosa Rosalind Ruth Sabine Salma Samira Sara Selma Serena Sofia Sonia
    Susan Tamara Tanya Tara Tessa Thea Theresa Tilda Tina Ursula Valentina Vera Vivian Wanda
    Wilma Yara Yasmin Yuki Yvonne Zara Zelda Zoe
""")
MEN = _names("""
    Aaron Abdul Abel Adam Adrian Ahmed Alan Albert Alejandro Alfred Ali Amir Andre Andreas Anton
    Antonio Archie Arjun Armand Arne Arthur Basil Ben Benjamin Bernard Bjorn Boris Bram Bruno
    Carl Carlos Cesar Charles Christian Clive Colin Conrad Cyril Daniel David Dennis Diego
    Dieter Dimitri Duncan Eduardo Edwin Eli Elias Emil Enzo Eric Ernesto Ethan Ezra Felix Fergus
    Fernando Finn Franz Fritz Gabriel Giovanni Gordon Gregory Guido Gustav Hans Harold Hassan
    Hector Henry Hiro Hugo Igor Isaac Ivan Ivo Jacob Jakob Jan Javier Jens Jiro Joaquin Joel
    Johan Jonas Jorge Jose Josef Joseph Juan Julian Julius Kai Karl Kenji Kevin Klaus Konrad
    Kurt Lars Leo Leon Leonardo Lewis Liam Lorenzo Louis Luca Lucas Ludwig Luis Magnus Malik
    Manuel Marcel Marco Mario Markus Martin Mateo Matthew Maurice Michael Miguel Mikhail Milo
    Mohammed Mustafa Nathan Neil Nicholas Nico Niels Nils Noah Norman Oliver Omar Oskar Otto
    Owen Pablo Pascal Paul Pavel Pedro Percy Peter Philip Pierre Quentin Rafael Ramon Raul Ravi
    Raymond Rene Ricardo Robert Rodrigo Rory Rupert Salim Samir Samuel Sandro Santiago Sebastian
    Sergei Silas Simon Stefan Sven Tariq Theo Thomas Tobias Tomas Tristan Umberto Victor Vincent
    Vito Vladimir Walter Wilhelm Winston Xavier Yosef Yuri Yusuf Zachary
""")
EITHER = _names("""
    Adisa Akira Amaru Anh Arden Ariel Azar Chidi Chika Dagny Dara Deniz Ekene Eyal
    Farah Fenna Halina Haru Hinata Ife Indira Itzel Jamila Jinan Kaveh Kerstin Kiran Kofi Kwame
    Lakshmi Ludmila Magda Makena Marisol Minh Mirela Nasrin Ngozi Nikita Nilufar Noa Oana Odalys
    Paloma Parveen Rania Ranjit Reza Rohan Saanvi Sakura Sanna Sasha Shirin Sunniva Tala
    Tendai Thandi Tomoko Tuva Umut Vanja Wanjiru Xiomara Yael Yoko Zainab Zofia Zuri
""")
